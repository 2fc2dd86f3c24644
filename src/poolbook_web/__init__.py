"""The site: state, people and screens over the core, and nothing else.

Each app is a row of the picture in ``pyproject.toml`` and imports only from the rows beneath it; inside an app the
files do likewise: urls, views, forms, actions, queries, store, models. The core (``poolbook``) knows nothing of it.
"""
