"""The errors that a person can mend."""

from sqlalchemy.exc import SQLAlchemyError

from onedoor.centres.plan import PlanError
from onedoor.database.contents import BackupFailed, Damaged
from onedoor.database.restore import CannotRestore
from onedoor.database.schema import SchemaError
from onedoor.database.start_check import NotReady
from onedoor.demo.show import ServerDidNotStart
from onedoor.launch import CannotServe
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.log_chain import BrokenChain
from onedoor.settings import SettingsError
from onedoor.tls.errors import TlsError

EXPECTED = (
    PlanError,
    SettingsError,
    SchemaError,
    BackupFailed,
    Damaged,
    CannotRestore,
    NotReady,
    CannotServe,
    TlsError,
    ServerDidNotStart,
    QueueingError,
    BrokenChain,
    SQLAlchemyError,
    LookupError,
    OSError,
)
