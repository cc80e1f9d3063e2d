"""The centre's logo: shown on the public screens, replaced, removed."""

import hashlib

from sqlalchemy import bindparam, delete, insert

from onedoor.centres.models import CentreLogo
from onedoor.database.session import Database
from onedoor.queueing.events import LogoChanged

_FORGET = delete(CentreLogo).where(CentreLogo.centre_id == bindparam("centre"))


def show_logo(database: Database, centre_id: int, picture: bytes) -> None:
    """Show this PNG, which the door for uploads has drawn, in place of any other."""
    digest = hashlib.sha256(picture).hexdigest()
    with database.write(centre_id) as transaction:
        transaction.execute(_FORGET, {"centre": centre_id})
        transaction.execute(insert(CentreLogo).values(centre_id=centre_id, digest=digest, picture=picture))
        transaction.record(LogoChanged(centre_id))


def remove_logo(database: Database, centre_id: int) -> None:
    """Show none; where there is none nothing happens."""
    with database.write(centre_id) as transaction:
        if transaction.execute(_FORGET, {"centre": centre_id}).rowcount:
            transaction.record(LogoChanged(centre_id))
