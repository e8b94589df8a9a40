"""The attacker's file: lines that are false, or mean nothing, and that no derivation may ever contain."""

from attacks_arithmetic import BRANCHES, KINKS, ROUNDING, ZEROS
from attacks_deeper import DEEPER
from attacks_definitions import DEFINITIONS
from attacks_derivatives import DERIVATIVES
from attacks_facts import ABOVE, FACTS
from attacks_indices import INDICES, RANGES, SUBSTITUTIONS
from attacks_kinds import KINDS, LINES
from attacks_relations import INDUCTION, RELATIONS

GROUPS = {
    "relations": RELATIONS,
    "induction": INDUCTION,
    "definitions": DEFINITIONS,
    "substitutions": SUBSTITUTIONS,
    "ranges": RANGES,
    "indices": INDICES,
    "derivatives": DERIVATIVES,
    "branches": BRANCHES,
    "zeros": ZEROS,
    "kinks": KINKS,
    "rounding": ROUNDING,
    "lines": LINES,
    "kinds": KINDS,
    "deeper": DEEPER,
    "facts": FACTS,
    "above": ABOVE,
}

ATTACKS = {f"{group}: {name}": attempt for group, attempts in GROUPS.items() for name, attempt in attempts.items()}
