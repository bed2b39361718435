"""The frame of the site: root, front page, news, groups and who approves. Safe to make again at any time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from danvan.portal.door import GROUPS
from danvan.portal.models import Approval, CategoryPage, FrontPage, NewsPage

PAGE_RIGHTS = {
    "portal-authors": ("add_page",),
    "portal-editors": ("add_page", "change_page", "lock_page"),
    "portal-publishers": ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
}
MEDIA_RIGHTS = ("add_image", "choose_image", "add_document", "choose_document")
KEEPERS_RIGHTS = (*MEDIA_RIGHTS, "change_image", "change_document")
APPROVERS = (("Biên tập viên duyệt", "portal-editors"), ("Người xuất bản duyệt", "portal-publishers"))
ROOT, STORE = "Gốc", "Kho chung"
WAGTAILS_WORKFLOW = "Moderators approval"
WORKFLOW = "Tác giả – biên tập – xuất bản"
CATEGORIES = (
    ("tin-hoat-dong", "Tin hoạt động"),
    ("dan-van-chinh-quyen", "Công tác dân vận chính quyền"),
    ("dan-van-kheo", "Dân vận khéo"),
    ("dan-chu-co-so", "Dân chủ ở cơ sở"),
)


def stand(sender: Any = None, **_ignored: Any) -> None:
    """Make whatever of the frame is missing; called after each migration."""
    # After a flush kinds of pages have other numbers, and this app is the first to be told of it.
    ContentType.objects.clear_cache()
    with transaction.atomic():
        front = _pages()
        _rights(front)
        _workflow(front)


def _pages() -> FrontPage:
    Locale.objects.get_or_create(language_code="vi")
    root = Page.objects.filter(depth=1).first() or Page.add_root(instance=Page(title=ROOT, slug="root"))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name=STORE)
    # Editors meet both names; Wagtail's own migrations make them in English.
    Page.objects.filter(depth=1, title="Root").update(title=ROOT, draft_title=ROOT)
    Collection.objects.filter(depth=1, name="Root").update(name=STORE)
    front = FrontPage.objects.first()
    if front is None:
        front = root.add_child(instance=FrontPage(title="Cổng thông tin", slug="cong-thong-tin"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": front, "site_name": "Cổng thông tin"}
    )
    # The page that Wagtail's own migration puts there says "Welcome".
    for welcome in root.get_children().exclude(pk=front.pk).filter(content_type__model="page"):
        welcome.delete()
    news = NewsPage.objects.first() or front.add_child(instance=NewsPage(title="Tin tức", slug="tin"))
    if not CategoryPage.objects.exists():
        for slug, title in CATEGORIES:
            news.add_child(instance=CategoryPage(title=title, slug=slug))
    return front


def _rights(front: FrontPage) -> None:
    from django.apps import apps

    for label in ("wagtailadmin", "wagtailcore", "portal", "wagtaildocs", "wagtailimages"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    Group.objects.exclude(name__in=GROUPS).delete()
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    everything = Collection.objects.get(depth=1)
    for name in GROUPS:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([enter])
        for code in PAGE_RIGHTS[name]:
            right = Permission.objects.get(content_type__app_label="wagtailcore", codename=code)
            GroupPagePermission.objects.get_or_create(group=group, page=front.page_ptr, permission=right)
        codes = MEDIA_RIGHTS if name == "portal-authors" else KEEPERS_RIGHTS
        rights = Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codes
        )
        for right in rights:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=everything, permission=right)


def _workflow(front: FrontPage) -> None:
    Workflow.objects.filter(name=WAGTAILS_WORKFLOW, workflow_states=None).delete()
    Task.objects.filter(name=WAGTAILS_WORKFLOW, task_states=None).delete()
    Workflow.objects.exclude(name=WORKFLOW).update(active=False)
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    for place, (name, group) in enumerate(APPROVERS):
        task, made = Approval.objects.get_or_create(name=name, defaults={"active": True})
        if made:
            task.groups.add(Group.objects.get(name=group))
        WorkflowTask.objects.update_or_create(workflow=workflow, sort_order=place, defaults={"task": task})
    WorkflowPage.objects.update_or_create(page=front.page_ptr, defaults={"workflow": workflow})
