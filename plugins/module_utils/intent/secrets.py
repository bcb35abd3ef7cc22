"""Where the values of secrets come from: the intent holds a name and a source, never a value."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import Record

SecretName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=48,
        description="a name of lower-case letters, digits and single hyphens",
    ),
]
Variable = Annotated[
    str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="the name of a variable, not a value")
]


class SecretSource(Record):
    """Where the value of one secret is read when a configuration is pushed; exactly one of the three.

    Attributes:
        env: An environment variable, as AWX credentials inject it.
        vault: A variable of Ansible, such as one in a file that Ansible Vault encrypts.
        file: A file whose content it is, without the last line break.
    """

    env: Variable | None = None
    vault: Variable | None = None
    file: Annotated[str, Field(pattern=r"^[^\x00-\x1f]+$", description="the path of a file")] | None = None

    @property
    def place(self) -> str:
        """Which source it is, in words."""
        if self.env:
            return f"environment variable {self.env}"
        return f"Ansible variable {self.vault}" if self.vault else f"file {self.file}"
