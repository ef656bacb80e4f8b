"""MDX: code is set aside, the text between components is kept."""

from __future__ import annotations

from ketju.core.model.document import Document, Paragraph
from ketju.formats.readers.markdown import FORMAT
from tests.formats.covering import assert_nothing_lost
from tests.formats.covering import read as read_as
from tests.formats.documents import asides, assert_lines_covered, content, marks, outline

PAGE = """import Layout from "../Layout";
import {Tabs, TabItem} from '@theme/Tabs';

export const meta = {
  title: "Our sub-processors",
};

# Sub-processors

<Tabs>
<TabItem value="eu" label="European Union" onClick={() => a > b}>

| A | B |
|---|---|
| Nimbus | Hosting |

</TabItem>
</Tabs>

<Card title="Nimbus Oy" href="https://nimbus.example">
  Hosting in <Tooltip tip="x">**Espoo**</Tooltip>{" "}only{/* since 2020 */}
</Card>

<List
  rows={[
    {name: "Postbox", purpose: "Mail"},
  ]}
/>

{/* later */}

{rows.map(row => <li>{row}</li>)}

export default ({ children }) => (
  <Layout meta={meta}>{children}</Layout>
);
"""


def read(text: str, name: str = "list.mdx") -> Document:
    document = read_as(FORMAT, text, name)
    assert_nothing_lost(document)
    assert_lines_covered(document)
    return document


def test_the_text_between_components_is_kept() -> None:
    assert outline(read(PAGE).blocks) == [
        "# Sub-processors",
        "European Union",
        (("A", "B"), ("Nimbus", "Hosting")),
        "Nimbus Oy",
        "Hosting in Espoo only",
    ]


def test_titles_of_components_are_bold() -> None:
    title = content(read(PAGE))[1]
    assert isinstance(title, Paragraph) and marks(title.text) == [("bold", "European Union", "")]


def test_code_and_comments_are_set_aside() -> None:
    document = read(PAGE)
    code = asides(document, "code")
    assert [line.split("\n")[0] for line in code] == [
        'import Layout from "../Layout";',
        "import {Tabs, TabItem} from '@theme/Tabs';",
        "export const meta = {",
        "{rows.map(row => <li>{row}</li>)}",
        "export default ({ children }) => (",
    ]
    assert asides(document, "comment") == ["since 2020", "{/* later */}"]
    assert any("Postbox" in markup for markup in asides(document, "markup"))


def test_the_exported_title_is_the_title() -> None:
    document = read(PAGE)
    assert document.title is not None and document.title.text == "Our sub-processors"


def test_a_page_that_imports_is_mdx_whatever_its_name() -> None:
    assert outline(read(PAGE, "list.md").blocks) == outline(read(PAGE).blocks)


def test_prose_that_begins_like_code_is_prose() -> None:
    assert outline(read("import duties are ours.\n\nexports are yours.").blocks) == [
        "import duties are ours.",
        "exports are yours.",
    ]


def test_braces_in_plain_markdown_are_text() -> None:
    assert outline(read("Dear {name}, {\n\nyours", "list.md").blocks) == ["Dear {name}, {", "yours"]


def test_component_tags_that_never_end_lose_nothing() -> None:
    assert outline(read("<Tabs a={\n\ntext\n\n- item").blocks)[-2:] == ["text", ["item"]]
