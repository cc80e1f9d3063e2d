"""Phones: one small message per change of a queue, which holds for the versions that it says."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from onedoor import event_handlers
from onedoor.queueing.moves import Move, place_after
from onedoor.realtime import queues
from onedoor.realtime.events import QueueMoved, SnapshotNeeded, TicketChanged, VersionAnnounced
from onedoor.realtime.queues import Queues
from tests.factories import CARD, LAND, RunningCentre
from tests.waiting import eventually
from tests.web.asking import call_next, command, take_ticket
from tests.web.listening import Listener, telling_nobody


@pytest.fixture
def kiosk(running: RunningCentre) -> FlaskClient:
    return running.kiosk()


class Phone(Listener):
    """A phone that follows a ticket as the page does."""

    def follow(self, token: str) -> "Phone":
        answer = self.subscribe("phone", token=token)
        self.token, self.version, self.people_ahead = token, answer["version"], answer["snapshot"]["people_ahead"]
        return self

    def moves(self, until_version: int) -> list[QueueMoved]:
        """Takes the messages up to this version; each must fit to what is shown."""
        eventually(lambda: any(each.version >= until_version for each in self.heard_of(QueueMoved)))
        taken = [each for each in self.heard_of(QueueMoved) if each.version > self.version]
        for message in taken:
            assert message.since <= self.version <= message.until
            self.version = message.version
            self.people_ahead = place_after(self.people_ahead, (Move(each.at, each.by) for each in message.moves))
        return taken


def test_every_phone_computes_the_place_that_a_snapshot_would_tell(running: RunningCentre, kiosk: FlaskClient) -> None:
    clerk = running.clerk_at(1)
    tokens = [take_ticket(kiosk, priority=number == 3).json["token"] for number in range(6)]
    phones = [Phone(running, running.visitor()).follow(token) for token in tokens]
    for _ in range(3):
        turn = call_next(clerk)
        version = command(clerk, f"/counter/1/turns/{turn}/no-show", state="called").json["version"]
    take_ticket(kiosk, CARD, priority=True)
    waiting = phones[2:3] + phones[4:]
    for phone in waiting:
        phone.moves(version + 1)
        told = Listener(running, running.visitor()).subscribe("phone", token=phone.token)["snapshot"]
        assert phone.people_ahead == told["people_ahead"]


def test_a_queue_that_nobody_competes_with_is_not_disturbed(running: RunningCentre, kiosk: FlaskClient) -> None:
    running.clerk_at(1)
    lands = Phone(running, running.visitor()).follow(take_ticket(kiosk, LAND).json["token"])
    births = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    take_ticket(kiosk)
    eventually(lambda: births.heard_of(QueueMoved))
    assert lands.heard_of(QueueMoved) == []


def test_what_moves_no_queue_does_not_make_a_message_unfit(running: RunningCentre, kiosk: FlaskClient) -> None:
    """Here a recall raises the version between what the phone shows and the next move."""
    clerk = running.clerk_at(1)
    take_ticket(kiosk)
    phone_token = take_ticket(kiosk).json["token"]
    turn = call_next(clerk)
    command(clerk, f"/counter/1/turns/{turn}/recall", state="called")
    phone = Phone(running, running.visitor()).follow(phone_token)
    command(clerk, f"/counter/1/turns/{turn}/recall", state="called")
    version = command(clerk, f"/counter/1/turns/{turn}/return", state="called").json["version"]
    (moved,) = phone.moves(version)
    assert moved.since <= moved.until == version - 1
    assert phone.people_ahead == 1


def test_many_moves_at_once_are_asked_for_instead(
    running: RunningCentre, kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "MOST_MOVES", 0)
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    take_ticket(kiosk)
    announced = phone.hears(VersionAnnounced)
    assert announced.version > phone.version
    assert phone.heard_of(QueueMoved) == []


def test_phones_hear_the_version_of_their_own_queue_so_that_nothing_else_makes_them_ask(
    running: RunningCentre, kiosk: FlaskClient
) -> None:
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk, LAND).json["token"])
    take_ticket(kiosk)
    running.running.heartbeat.beat()
    (announced,) = phone.heard_of(VersionAnnounced)
    assert announced.version <= phone.version


def test_a_commit_that_was_not_heard_of_makes_the_phones_ask(running: RunningCentre, kiosk: FlaskClient) -> None:
    clerk = running.clerk_at(1)
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    running.running.heartbeat.beat()
    with telling_nobody(running):
        call_next(clerk)
    running.running.heartbeat.beat()
    phone.hears(SnapshotNeeded)
    assert phone.follow(phone.token).people_ahead is None


def test_phones_ask_after_a_lost_commit_although_they_heard_of_later_ones(
    running: RunningCentre, kiosk: FlaskClient
) -> None:
    """Moves say nothing of a phone's own ticket, so that their version does not mean that nothing was missed."""
    clerk = running.clerk_at(1)
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    running.running.heartbeat.beat()
    with telling_nobody(running):
        call_next(clerk)
    take_ticket(kiosk)
    phone.hears(QueueMoved)
    running.running.heartbeat.beat()
    phone.hears(SnapshotNeeded)


def test_what_phones_could_not_be_told_is_told_with_the_next_heartbeat(
    running: RunningCentre, kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(*_: object) -> None:
        tried.append("once")
        raise OSError("the database was restarted")

    clerk = running.clerk_at(1)
    take_ticket(kiosk)
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    with monkeypatch.context() as patch:
        patch.setattr(queues, "read_queues", fail)
        call_next(clerk)
        eventually(lambda: tried)
    running.running.heartbeat.beat()
    phone.moves(phone.version + 1)
    assert phone.people_ahead == 0


def test_phones_ask_where_what_became_of_their_ticket_could_not_be_told(
    running: RunningCentre, kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk's command is done all the same."""

    def fail(*_: object) -> None:
        raise OSError("the database was restarted")

    clerk = running.clerk_at(1)
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    monkeypatch.setattr(event_handlers, "read_ticket_page", fail)
    assert call_next(clerk)
    phone.hears(SnapshotNeeded)


def test_phones_ask_when_the_day_is_closed(running: RunningCentre, kiosk: FlaskClient) -> None:
    """Their own tickets have expired, which no move says: with nobody ahead any more they would seem to be next."""
    take_ticket(kiosk)
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    running.centre.clock.advance(timedelta(days=1))
    running.running.heartbeat.beat()
    phone.hears(SnapshotNeeded)


def test_a_ticket_that_goes_on_to_another_service_follows_its_queue(running: RunningCentre, kiosk: FlaskClient) -> None:
    clerk = running.clerk_at(1)
    running.clerk_at(3)
    land = take_ticket(kiosk, LAND).json["token"]
    phone = Phone(running, running.visitor()).follow(take_ticket(kiosk).json["token"])
    turn = call_next(clerk)
    command(clerk, f"/counter/1/turns/{turn}/transfer", state="called", service=LAND)
    assert phone.hears(TicketChanged).ticket.service == LAND
    assert phone.follow(phone.token).people_ahead == 1
    other = Phone(running, running.visitor()).follow(land)
    take_ticket(kiosk)
    take_ticket(kiosk, LAND, priority=True)
    eventually(lambda: other.heard_of(QueueMoved))
    assert {each.service for each in phone.heard_of(QueueMoved) if each.version > phone.version} == {LAND}


def test_a_ticket_that_goes_on_while_its_phone_subscribes_follows_the_new_queue(
    running: RunningCentre, kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = running.clerk_at(1)
    running.clerk_at(3)
    token = take_ticket(kiosk).json["token"]
    turn = call_next(clerk)
    follow = Queues.follow

    def transfer_first(self: Queues, centre_id: int, service_id: int) -> None:
        monkeypatch.setattr(Queues, "follow", follow)
        command(clerk, f"/counter/1/turns/{turn}/transfer", state="called", service=LAND)
        follow(self, centre_id, service_id)

    monkeypatch.setattr(Queues, "follow", transfer_first)
    phone = Phone(running, running.visitor()).follow(token)
    assert phone.people_ahead == 0
    take_ticket(kiosk, LAND, priority=True)
    phone.moves(phone.version + 1)
    assert phone.people_ahead == 1
