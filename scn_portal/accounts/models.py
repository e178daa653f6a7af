"""A person who can sign in. What the person may do comes from roles in the apps, never from this row."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

PSEUDONYM = gettext_noop("Former member of the network")


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """A person with this proven address. Without a password nobody can sign in until one is chosen by a link."""
        user = self.model(email=email.strip().lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in."""

    public_id = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("your name as you use it"), max_length=120)
    name_in_other_script = models.CharField(_("your name in another script"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("works for the network's host"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    audit_kind = "person"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_one_per_address"),
            models.CheckConstraint(
                name="user_erased_cannot_sign_in",
                condition=Q(erased_at__isnull=True) | Q(is_active=False, is_staff=False, is_superuser=False),
            ),
        ]

    def __str__(self):
        return gettext(PSEUDONYM) if self.erased_at else self.name or self.email

    def become_pseudonym(self, address):
        """What names the person goes; the row and its opaque number stay for the records that point to it."""
        self.name, self.name_in_other_script, self.sort_key = PSEUDONYM, "", ""
        self.email, self.last_login, self.erased_at = address, None, timezone.now()
        self.is_active = self.is_staff = self.is_superuser = False
        self.set_unusable_password()
        self.groups.clear()
        self.save()

    @property
    def audit_key(self):
        return self.public_id

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)
