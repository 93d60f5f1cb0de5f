"""Who can log in, and in which roles."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from bezoekdienst.accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users without a password: everybody logs in with a mailed code or a passkey."""

    def create_user(self, email: str, name: str, *roles: Role, joined_at: datetime) -> "User":
        """A user who may log in, with these roles. Raises IntegrityError when the address is taken.

        The door for people is `accounts.people.create`, which writes it in the log.
        """
        user = self.model(email=self.normalize_email(email).lower(), name=name, joined_at=joined_at)
        user.set_unusable_password()
        user.save(force_insert=True)
        RoleHolding.objects.bulk_create(
            RoleHolding(user=user, role=role, since_on=user.joined_at.date()) for role in roles
        )
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who may log in. What she may do is in her roles and nowhere else."""

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held now; read once a request."""
        if "_roles" not in self.__dict__:
            held = self.holdings.filter(until_on=None).values_list("role", flat=True) if self.pk else ()
            self.__dict__["_roles"] = frozenset(Role(role) for role in held)
        held_roles: frozenset[Role] = self.__dict__["_roles"]
        return held_roles

    def forget_roles(self) -> None:
        """Read the roles anew at the next question: after a change."""
        self.__dict__.pop("_roles", None)

    # Django's admin asks these two; it is open to the operator and to nobody else.
    @property
    def is_staff(self) -> bool:
        return self.is_active and Role.OPERATOR in self.roles

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff


class RoleHolding(models.Model):
    """One role of one user, from a day until it is taken back. Never deleted: who could do what, then, stays known."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=20, choices=Role.choices)
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(until_on=None), name="accounts_one_open_holding"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(role) for role in Role]), name="accounts_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class CalendarFeed(models.Model):
    """A secret address under which one person's calendar can be read. Only its keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_on = models.DateField(null=True)  # the last day it was fetched
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"agenda van {self.user}"


class PhoneCode(models.Model):
    """A code, shown once by the coordinator, that enrols one phone. Only its keyed hash is kept, until it is used."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="phone_code")  # a new one ends the last
    digest = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"koppelcode van {self.user}"


class Phone(models.Model):
    """A phone that somebody stays signed in on. Its session ends with it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="phones")
    name = models.CharField(max_length=40)  # as it calls itself: "Android-telefoon"
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-enrolled_at"]

    def __str__(self) -> str:
        return f"{self.name} van {self.user}"
