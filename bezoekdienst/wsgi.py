"""How a real web server starts the site. Whoever starts it this way means it: production, unless said otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bezoekdienst.settings")
os.environ.setdefault("PRODUCTION", "1")
application = get_wsgi_application()
