"""Passwords are kept as Argon2 hashes; an unknown name costs as much work as a wrong password."""

import pytest
from argon2 import PasswordHasher

from onedoor.staff import passwords
from onedoor.staff.passwords import hash_password, verify_password

OF_NOBODY = "nobody has this password"


class WatchedHasher(PasswordHasher):
    """Notes what it checks passwords against."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.checked.append(hash)
        return bool(super().verify(hash, password))


def test_a_password_is_kept_as_an_argon2_hash_with_its_own_salt() -> None:
    one, other = hash_password("a password"), hash_password("a password")
    assert one.startswith("$argon2id$")
    assert one != other
    assert verify_password(one, "a password")
    assert verify_password(other, "a password")


@pytest.mark.parametrize("password", ["", "A password", "a password ", "ລະຫັດ", "a\0password"])
def test_another_password_is_not_accepted(password: str) -> None:
    assert not verify_password(hash_password("a password"), password)


@pytest.mark.parametrize("damaged", ["", "plain", "$argon2id$v=19$m=8,t=1,p=1$"])
def test_a_damaged_hash_lets_nobody_in(damaged: str) -> None:
    assert not verify_password(damaged, damaged)
    assert not verify_password(damaged, OF_NOBODY)


def test_an_unknown_name_is_checked_against_a_real_hash_and_refused_in_any_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hasher = WatchedHasher()
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    assert not verify_password(None, OF_NOBODY)
    assert not verify_password(None, "a password")
    assert [str(checked).startswith("$argon2id$") for checked in hasher.checked] == [True, True]
