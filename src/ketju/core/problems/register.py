"""Problems with questions to a register: what was asked about is not in it.

``suggestions`` holds the ids that the word may have been meant for, with commas between, "" for none.
"""

from __future__ import annotations

from ketju.core.problems import Problem


class ProductUnknown(Problem):
    """The register has no such product. Params: product, suggestions."""

    code = "product-unknown"
    hint = "product-unknown.hint"


class RegionUnknown(Problem):
    """The register has no such region. Params: region, suggestions."""

    code = "region-unknown"
    hint = "region-unknown.hint"


class OptionUnknown(Problem):
    """The register has no such option. Params: option, suggestions."""

    code = "option-unknown"
    hint = "option-unknown.hint"


class ProductNotInRegion(Problem):
    """The product is not sold in the region. Params: product, region, suggestions (where it is sold)."""

    code = "product-not-in-region"
    hint = "product-not-in-region.hint"


class RewriteFailed(Problem):
    """A register file is written in such a way that it cannot be changed in place. Params: file."""

    code = "rewrite-failed"
    hint = "rewrite-failed.hint"
