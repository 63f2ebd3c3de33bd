"""The council's forms whose pages come from its server. The sixth, which never reloads, is `one-page.html`."""

from alongside.demosite.forms.claim import CLAIM
from alongside.demosite.forms.complaint import COMPLAINT
from alongside.demosite.forms.kiosk import KIOSK
from alongside.demosite.forms.permit import PERMIT
from alongside.demosite.forms.sign_up import SIGN_UP

FORMS = (PERMIT, CLAIM, SIGN_UP, KIOSK, COMPLAINT)
BY_SLUG = {form.slug: form for form in FORMS}
