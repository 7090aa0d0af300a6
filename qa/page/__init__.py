"""Make the chat page: HTML built from escaped text and our own fixed tags, and what the page's controls do."""

import os

# The framework reports usage to its makers unless this is set before it is imported, which only modules below do.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
