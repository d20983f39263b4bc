"""The cases hold the rules: whatever figure, day, comparison or condition is changed, some case notices.

The few changes that no case can notice are listed, because they mean the same.
"""

from tests.strategies.mutants import unnoticed

LAYER = "hunan/yongzhou-vocational"

# More than all the kinds there are cannot be on file; a share cannot exceed 100 %; people counted by overlapping bands
# are never fewer than people; seats never fewer than their holders; a head who is the principal is a head; who is
# exempt scores as those who did not enrol; the first of all is the first backbone teacher or the first other.
SAME_MEANING = {
    "three-documents >=",
    "training-team-materials >=",
    "three-rule-sets >=",
    "master-materials ==",
    "guidance-team ==",
    "all-steps-listed >=",
    "all-teachers-enrolled ==",
    "age-bands-apart <=",
    "one-role-per-person >=",
    "management-team <=",
    "incentive row 5: exempt",
    "first_other: min(research_begun_on for teachers where enrolled)",
    "regular-briefs ==",
    "regular-briefs >",
}


def test_no_change_goes_unnoticed() -> None:
    changes, missed = unnoticed(LAYER)
    assert changes > 700
    assert missed == SAME_MEANING
