"""The web server's door."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.shell.settings")
application = get_wsgi_application()

# A page of a long list makes tens of thousands of objects that die with the answer: the collector need not look at
# them every seven hundred, nor ever again at what was loaded with the program.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 20, 20)
