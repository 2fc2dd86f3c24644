"""The settings, by where the site runs.

``production`` is for a server, ``local`` for one person's own machine, ``test`` for the tests; each begins with all of
``common``. Whoever runs the site sets environment variables and edits no file:

| Variable | What it says |
| --- | --- |
| `POOLBOOK_SECRET_KEY` | signs sessions and links: 50 characters or more, kept secret; a server needs it |
| `POOLBOOK_HOSTS` | the names the site is reached by, with commas between; a server needs it |
| `POOLBOOK_ADDRESS` | how links in letters begin, `https://pool.example.gov.uk`; the first of the names if not set |
| `POOLBOOK_DATA` | the folder for the SQLite database and the letters kept as files; `poolbook-data` if not set |
| `DATABASE_URL` | `postgres://name:password@host:5432/database`; SQLite in `POOLBOOK_DATA` if not set |
| `POOLBOOK_PROXIES` | how many reverse proxies stand before the site (0 if not set): whom to believe about addresses |
| `POOLBOOK_MAIL_URL` | `smtp://name:password@host:587` (`smtps://` for TLS from the start); a server needs it |
| `POOLBOOK_MAIL_FROM` | the sender's address of every letter; a server needs it |
| `POOLBOOK_NAME` | the name in the header of every page; `Poolbook` if not set |
| `POOLBOOK_IDLE_MINUTES` | after how long without a click a person is signed out; 60 if not set |
| `POOLBOOK_ACCEPT_OWN_IMPORTS` | `on` lets whoever brought an extract in accept it; a second person if not set |
| `POOLBOOK_MFA` | `on` lets people add an authenticator app to their password |
| `POOLBOOK_OIDC_NAME` | what the organisation's own sign-in is called on the button |
| `POOLBOOK_OIDC_URL` | the address of that sign-in service (OpenID Connect); set it to switch this on |
| `POOLBOOK_OIDC_CLIENT` | the name that service knows the site by |
| `POOLBOOK_OIDC_SECRET` | the secret agreed with that service |
"""
