"""How the documentation is built: `make docs`; a warning is an error, and nothing is fetched."""

project = "Port2Port"
author = "the Port2Port contributors"
copyright = author
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "tasklist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "adr/template.md"]
nitpicky = True

html_theme = "furo"
html_title = "Port2Port"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"top_of_page_buttons": []}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
