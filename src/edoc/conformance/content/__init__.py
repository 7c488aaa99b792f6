"""What an attachment really is: its content looked at once, in bounded memory and work.

Nothing here judges. The rules ask `Inspection` for facts, and each says itself what they mean.
Hostile content ends as a fact (damaged, or not inspected and why), never as an exception.
"""

from edoc.conformance.content.containers import ContainerFacts
from edoc.conformance.content.inspection import Inspection, inspect, inspect_bytes
from edoc.conformance.content.kinds import Kind

__all__ = ["ContainerFacts", "Inspection", "Kind", "inspect", "inspect_bytes"]
