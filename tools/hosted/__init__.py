"""The programs of the hosted form, started without root: for `make cluster` and for the tests."""
