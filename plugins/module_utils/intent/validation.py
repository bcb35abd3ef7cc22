"""Everything that takes two objects to judge: the checks over a draft of the intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .access_checks import check_access
from .addressing import check_addressing
from .bootstrap_checks import check_bootstrap
from .boxes import check_boxes
from .capacity import check_capacity
from .key_checks import check_key_chains
from .references import check_references
from .replication_checks import check_replication
from .scheduling import check_schedule
from .secret_checks import check_secrets
from .site_checks import check_sites
from .topology import check_topology

if TYPE_CHECKING:
    from ..common.errors import Problem
    from .draft import Draft

CHECKS = (
    check_references, check_boxes, check_topology, check_capacity, check_sites, check_addressing, check_access,
    check_schedule, check_secrets, check_key_chains, check_replication, check_bootstrap,
)


def validate(draft: Draft) -> list[Problem]:
    """Every problem between the sound objects of a draft."""
    return [problem for check in CHECKS for problem in check(draft)]
