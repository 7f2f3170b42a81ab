"""An invented county from a seed: pupils, staff, classes and facilities that look real and cannot be."""

from junheng.registry.engine.invented.county import County, Rules, counties, county
from junheng.registry.engine.invented.published import published

__all__ = ["County", "Rules", "counties", "county", "published"]
