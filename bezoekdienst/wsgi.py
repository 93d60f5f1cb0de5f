"""How a real web server starts the site: whoever starts it this way means production, unless she says otherwise.

Settings name no WSGI_APPLICATION, so that runserver and tests never come by here.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bezoekdienst.settings")
os.environ.setdefault("PRODUCTION", "1")
application = get_wsgi_application()
