from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smartcut.core.limits import MAX_IMG_SIZE


class Plugin(models.Model):
    """A recommender that has announced itself at least once."""

    plugin_name = models.SlugField(_("name"), max_length=50, primary_key=True)
    label = models.CharField(pgettext_lazy("plugin", "label"), max_length=100)
    img_size = models.PositiveIntegerField(
        _("frame size, pixels"), validators=[MinValueValidator(1), MaxValueValidator(MAX_IMG_SIZE)]
    )
    is_available = models.BooleanField(_("available"), default=True)
    first_seen = models.DateTimeField(_("first seen"), auto_now_add=True)
    last_seen = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("plugin")
        verbose_name_plural = _("plugins")
        ordering = ["label"]
        constraints = [
            models.CheckConstraint(condition=models.Q(img_size__gt=0), name="plugin_img_size_positive"),
        ]

    def __str__(self) -> str:
        return self.label
