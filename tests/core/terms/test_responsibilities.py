"""Expected values: D-17, D-31 to D-43, D-89; GDPR Art. 28."""

import pytest

from ketju.core.duties.rows import duties
from ketju.core.problems.terms import ParameterUnknown
from ketju.core.terms.responsibilities import is_refused, responsibilities
from tests.core.terms.making import all_of, said

OF_THE_CONTROLLER = {
    "lawfulness": "D-31",
    "legal-basis": "D-32",
    "purposes": "D-33",
    "instructions": "D-34",
    "information": "D-35",
    "right-to-transfer": "D-36",
    "consents": "D-37",
    "authorities": "D-38",
    "requests": "D-39",
    "content": "D-40",
    "accuracy": "D-41",
    "design": "D-42",
    "segregation": "D-43",
    "own-environment": "D-89",
}
OF_THE_PROCESSOR = {
    "following-instructions": "28(3)(a)",
    "confidentiality": "28(3)(b)",
    "security": "32",
    "sub-processors": "28(4)",
    "relaying": "28(3)(e)",
    "assistance": "28(3)(f)",
    "breach-notice": "33(2)",
    "erasure-or-return": "28(3)(g)",
    "proof": "28(3)(h)",
    "record": "30(2)",
}


def test_the_controllers_tasks_come_first_in_the_order_of_the_rows():
    found = responsibilities(all_of())
    assert [one.task for one in found] == [*OF_THE_CONTROLLER, *OF_THE_PROCESSOR]
    assert {one.task: one.row for one in found if one.owed_by == "controller"} == OF_THE_CONTROLLER
    assert {one.task: one.article for one in found if one.owed_by == "processor"} == OF_THE_PROCESSOR


def test_each_row_exists():
    known = {one.id for one in duties()}
    assert {one.row for one in responsibilities(all_of())} <= known


def test_an_agreement_can_share_a_task():
    agreed = {"responsibility.consents": [said("responsibility.consents", "shared", "§ 5")]}
    found = {one.task: one for one in responsibilities(all_of(agreed))}
    assert found["consents"].owed_by == "shared"
    assert found["consents"].effective.statement.clause == "§ 5"
    assert found["content"].owed_by == "controller"
    assert found["content"].effective.layer == "statute"


def test_a_task_of_which_two_things_are_said_is_nobodys():
    two = [said("responsibility.consents", "shared"), said("responsibility.consents", "controller")]
    found = {one.task: one for one in responsibilities(all_of({"responsibility.consents": two}))}
    assert found["consents"].owed_by == ""


@pytest.mark.parametrize("task", OF_THE_CONTROLLER)
def test_the_processor_refuses_what_is_the_controllers(task):
    key = f"responsibility.{task}"
    refused = is_refused(task, all_of({key: [said(key, "controller", "§ 5", [40])]}))
    assert refused.task == task and refused.row == OF_THE_CONTROLLER[task]
    assert refused.effective.statement.clause == "§ 5"
    assert str(refused.effective.statement.lines[0]) == "40"


@pytest.mark.parametrize("task", OF_THE_PROCESSOR)
def test_the_processor_does_not_refuse_its_own(task):
    assert is_refused(task, all_of()) is None


def test_without_an_agreement_the_law_refuses():
    assert is_refused("lawfulness", all_of()).effective.layer == "statute"


@pytest.mark.parametrize("owed_by", ["shared", "processor"])
def test_what_was_taken_over_is_not_refused(owed_by):
    key = "responsibility.requests"
    assert is_refused("requests", all_of(own={key: owed_by})) is None


@pytest.mark.parametrize("task", ["cooking", "", "notice.length", "responsibility.requests"])
def test_an_unknown_task_is_told(task):
    with pytest.raises(ParameterUnknown) as raised:
        is_refused(task, all_of())
    assert raised.value.params["found"] == task
    assert raised.value.params["suggestions"] == ", ".join([*OF_THE_CONTROLLER, *OF_THE_PROCESSOR])
