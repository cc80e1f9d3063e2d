"""Routes of the manager: the live page, printers, devices, staff, the logo, and the confirmation of the clock."""

from flask import Blueprint, redirect, send_file
from flask.typing import ResponseReturnValue

from management.forms import AcceptForm, ClockForm, LiveAnswer, NameForm, PrintJobAnswer
from onedoor.centres.actions.logo import remove_logo, show_logo
from onedoor.centres.queries import read_centre
from onedoor.devices.actions import Place, accept_code, rename_device, revoke_device
from onedoor.devices.models import DeviceKind
from onedoor.devices.queries import read_devices
from onedoor.printing.actions import queue_copy, queue_test_page
from onedoor.printing.queries import find_picture, read_newest_jobs
from onedoor.realtime.device_boards import DeviceList
from onedoor.realtime.staff_boards import StaffList
from onedoor.refusals import WebError, WebErrorCode
from onedoor.reporting.queries import read_live_page
from onedoor.staff.actions.lockout import unlock
from onedoor.staff.actions.sessions import end_sessions
from onedoor.staff.queries import NAME, find_sign_in_name, read_staff
from onedoor.tickets.actions.day import confirm_clock
from onedoor.tls.serving import certificate_end
from onedoor.uploads.kinds import PICTURE
from onedoor.web.auth import (
    ADMINISTRATOR,
    HEAD,
    PUBLIC,
    current_staff,
    require,
    staff_or_none,
)
from onedoor.web.context import context, database, now
from onedoor.web.endpoints import endpoint, page
from onedoor.web.forms import CommandForm
from onedoor.web.pages import render_screen

blueprint = Blueprint("management", __name__, url_prefix="/management", template_folder="templates")


@blueprint.get("/")
@page(allow=PUBLIC)
def live_page() -> ResponseReturnValue:
    """The live page; whoever is not signed in goes to the sign-in page."""
    if staff_or_none() is None:
        return redirect("/sign-in?next=/management/")
    require(HEAD)
    return _page("live")


@blueprint.get("/printers")
@page(allow=PUBLIC)
def printers_page() -> ResponseReturnValue:
    """Printers, their jobs, and the pictures that a printer without hardware kept."""
    if staff_or_none() is None:
        return redirect("/sign-in?next=/management/printers")
    require(ADMINISTRATOR)
    with database().read() as connection:
        jobs = read_newest_jobs(connection, current_staff().centre_id)
    return _page("printers", jobs=[job.model_dump(mode="json") for job in jobs])


@blueprint.get("/devices")
@page(allow=PUBLIC)
def devices_page() -> ResponseReturnValue:
    """The centre's kiosks and displays: accepting new ones, naming and revoking them."""
    if staff_or_none() is None:
        return redirect("/sign-in?next=/management/devices")
    require(ADMINISTRATOR)
    certificate_ends = certificate_end(context().settings)
    return _page(
        "devices",
        devices=_devices().model_dump(mode="json"),
        certificate_ends=certificate_ends.isoformat() if certificate_ends else None,
    )


@blueprint.get("/devices/list")
@endpoint(allow=ADMINISTRATOR, answer=DeviceList)
def devices() -> DeviceList:
    """The devices as they are now."""
    return _devices()


@blueprint.post("/devices")
@endpoint(
    allow=ADMINISTRATOR,
    form=AcceptForm,
    answer=DeviceList,
    errors=("unknown_hall", "unknown_printer", "name_taken", "code_taken"),
)
def accept(form: AcceptForm) -> DeviceList:
    """Accept the screen that shows this code: it becomes the device of this name, a new one or one that is there."""
    place = Place(form.name, DeviceKind(form.kind), form.hall, form.printer)
    accept_code(database(), current_staff().centre_id, form.code, place)
    return _devices()


@blueprint.post("/devices/<int:device>/name")
@endpoint(allow=ADMINISTRATOR, form=NameForm, answer=DeviceList, errors=("unknown_device", "name_taken"))
def rename(device: int, form: NameForm) -> DeviceList:
    """Give a device another name."""
    rename_device(database(), current_staff().centre_id, device, form.name)
    return _devices()


@blueprint.post("/devices/<int:device>/revocation")
@endpoint(allow=ADMINISTRATOR, form=CommandForm, answer=DeviceList, errors=("unknown_device",))
def revoke(device: int, form: CommandForm) -> DeviceList:
    """Take a device's right away at once: its websocket is closed, and its page shows a code."""
    revoke_device(database(), current_staff().centre_id, device)
    return _devices()


@blueprint.get("/staff")
@page(allow=PUBLIC)
def staff_page() -> ResponseReturnValue:
    """The centre's people: who is signed in, and who is locked out after failed sign-ins."""
    if staff_or_none() is None:
        return redirect("/sign-in?next=/management/staff")
    require(ADMINISTRATOR)
    return _page("staff", people=_people().model_dump(mode="json"))


@blueprint.get("/staff/list")
@endpoint(allow=ADMINISTRATOR, answer=StaffList)
def people() -> StaffList:
    """The people as they are now."""
    return _people()


@blueprint.post("/staff/<int:person>/sign-out")
@endpoint(allow=ADMINISTRATOR, form=CommandForm, answer=StaffList, errors=("unknown_person",))
def sign_out(person: int, form: CommandForm) -> StaffList:
    """Sign somebody out everywhere at once: all sessions end, and their websockets are closed."""
    end_sessions(database(), current_staff().centre_id, _name_of(person))
    return _people()


@blueprint.post("/staff/<int:person>/unlock")
@endpoint(allow=ADMINISTRATOR, form=CommandForm, answer=StaffList, errors=("unknown_person",))
def lift_delay(person: int, form: CommandForm) -> StaffList:
    """Forget somebody's failed sign-ins, so that the next one need not wait."""
    unlock(database(), NAME, _name_of(person))
    return _people()


@blueprint.get("/logo")
@page(allow=PUBLIC)
def logo_page() -> ResponseReturnValue:
    """The logo that the public screens show."""
    if staff_or_none() is None:
        return redirect("/sign-in?next=/management/logo")
    require(ADMINISTRATOR)
    return _page("logo")


@blueprint.put("/logo")
@endpoint(allow=ADMINISTRATOR, upload=PICTURE, answer=LiveAnswer)
def put_logo(file: bytes) -> LiveAnswer:
    """Let the public screens show this picture as the centre's logo: PNG, JPEG or WebP, at most 2 MB."""
    show_logo(database(), current_staff().centre_id, file)
    return _live()


@blueprint.delete("/logo")
@endpoint(allow=ADMINISTRATOR, answer=LiveAnswer)
def delete_logo() -> LiveAnswer:
    """Let the public screens show OneDoor's mark again."""
    remove_logo(database(), current_staff().centre_id)
    return _live()


@blueprint.get("/live")
@endpoint(allow=HEAD, answer=LiveAnswer)
def live() -> LiveAnswer:
    """The live page's figures."""
    return _live()


@blueprint.post("/clock")
@endpoint(allow=HEAD, form=ClockForm, answer=LiveAnswer)
def confirm(form: ClockForm) -> LiveAnswer:
    """Confirm the date after the clock jumped, so that tickets are issued again."""
    confirm_clock(database(), current_staff().centre_id, form.confirmed_time)
    return _live()


@blueprint.post("/printers/<code>/test-pages")
@endpoint(allow=ADMINISTRATOR, form=CommandForm, answer=PrintJobAnswer, status=201, errors=("unknown_printer",))
def print_test_page(code: str, form: CommandForm) -> PrintJobAnswer:
    """Print a test page."""
    return PrintJobAnswer(print_job=queue_test_page(database(), current_staff().centre_id, code, form.request_id))


@blueprint.post("/print-jobs/<int:job>/copies")
@endpoint(allow=ADMINISTRATOR, form=CommandForm, answer=PrintJobAnswer, status=201, errors=("unknown_print_job",))
def print_copy(job: int, form: CommandForm) -> PrintJobAnswer:
    """Print a job again, marked as a copy."""
    return PrintJobAnswer(print_job=queue_copy(database(), current_staff().centre_id, job, form.request_id))


@blueprint.get("/print-jobs/<int:job>/picture.png")
@page(allow=ADMINISTRATOR)
def picture(job: int) -> ResponseReturnValue:
    """The picture of a printed ticket."""
    with database().read() as connection:
        path = find_picture(connection, current_staff().centre_id, job)
    if path is None:
        raise WebError(WebErrorCode.unknown_print_job)
    return send_file(path, mimetype="image/png")


def _page(view: str, **extra: object) -> str:
    staff = current_staff()
    answer = _live()
    return render_screen(
        "management",
        answer.live.centre.name_lo,
        answer.live,
        answer.version,
        view=view,
        role=staff.role,
        staff={"display_name": staff.display_name, "role": staff.role},
        printers=[printer.model_dump(mode="json") for printer in answer.live.printers],
        **extra,
    )


def _devices() -> DeviceList:
    with database().read() as connection:
        return read_devices(connection, current_staff().centre_id, now())


def _people() -> StaffList:
    with database().read() as connection:
        return read_staff(connection, current_staff(), now())


def _name_of(person: int) -> str:
    with database().read() as connection:
        name = find_sign_in_name(connection, current_staff().centre_id, person)
    if name is None:
        raise WebError(WebErrorCode.unknown_person)
    return name


def _live() -> LiveAnswer:
    staff = current_staff()
    with database().read() as connection:
        page_now = read_live_page(connection, staff.centre_id, now())
        return LiveAnswer(live=page_now, version=read_centre(connection, staff.centre_id, now()).version)
