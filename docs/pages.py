"""Pages of the site that are made when it is built: the gallery of charts and the notebooks.

A hook of MkDocs (see `mkdocs.yml`). The charts are those that detente draws for the claims below; nothing is
kept in the repository, so a picture cannot be older than the code that draws it.
"""

from __future__ import annotations

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

SENTENCES = (
    "Relations between Jordan and Israel improved between 1985 and 2005.",
    "Greece and Turkey were rivals in the 1980s.",
    "Most of India's arms imports came from Russia between 2002 and 2011.",
    "Trade between India and Brazil increased between 2000 and 2012.",
    "China was the largest trading partner of Kenya in 2013.",
    "Relations between China and Vietnam worsened from 1974 to 1980.",
    "Russia was India's largest arms supplier between 2010 and 2014.",
    "Boko Haram was growing in Nigeria between 2010 and 2014.",
)
NOTEBOOKS = Path("notebooks")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages and pictures."""
    for uri, content in {**gallery(), **notebooks(Path(config.docs_dir))}.items():
        files.append(File.generated(config, uri, content=content))
    return files


def gallery() -> dict[str, str]:
    """`gallery.md` and one SVG a claim that has a chart."""
    import detente
    from detente.report.charts import standalone

    pages = {}
    lines = [
        "# Gallery of charts",
        "",
        "The picture of each finding as detente draws it: own SVG, no script. The claims were chosen for their",
        "variety of forms, not for their answers. Each is what `detente claim` gives today.",
        "",
    ]
    for number, sentence in enumerate(SENTENCES, 1):
        finding = detente.claim(sentence).checked[0].finding
        if finding.chart is None:
            continue
        picture = standalone.svg(finding.chart)
        if not picture:
            continue
        name = f"gallery/{number}.svg"
        pages[name] = picture
        alt = " ".join(finding.chart.alt.replace("[", "(").replace("]", ")").split())
        lines += [f"## {sentence}", "", f"`{finding.label}`, {finding.grade}. {finding.reason}", ""]
        lines += [f"![{alt}]({name})", ""]
    pages["gallery.md"] = "\n".join(lines)
    return pages


def notebooks(folder: Path) -> dict[str, str]:
    """A page for each notebook: its text, and its code as code."""
    pages = {}
    for path in sorted((folder / NOTEBOOKS).glob("*.ipynb")):
        parts = []
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            text = "".join(cell["source"])
            parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
        parts.append(f"[The notebook itself]({path.name}); it is run with the tests.")
        pages[f"{NOTEBOOKS}/{path.stem}.md"] = "\n\n".join(parts) + "\n"
    return pages
