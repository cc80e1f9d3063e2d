"""All tables in one metadata, for migrations and tests."""

from onedoor.centres import models as centres
from onedoor.database import centre_state, lease
from onedoor.database.base import Base
from onedoor.devices import models as devices
from onedoor.printing import models as printing
from onedoor.staff import models as staff
from onedoor.tickets import models as tickets

METADATA = Base.metadata
MODEL_MODULES = (centre_state, lease, centres, devices, printing, staff, tickets)
