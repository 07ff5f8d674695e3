"""What a WSGI server is pointed at: `workflow.wsgi:application`, with the settings of its environment."""

from workflow.app import create_app
from workflow.config import Settings

application = create_app(Settings.from_environment())
