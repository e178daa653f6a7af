"""The addresses of the app."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from .sitemaps import SITEMAPS
from .views import city_organisations as named
from .views import (
    confirm,
    contact,
    dashboard,
    decisions,
    directory,
    elections,
    governance,
    handovers,
    history,
    invitations,
    joining,
    leaving,
    network,
    news,
    people,
    places,
    profile,
    site,
    strategies,
    teams,
)
from .views import joining_steps as steps

app_name = "cities"
DECISION = "cities/decisions/<slug:body>/<int:year>/<int:number>/"
urlpatterns = [
    # The public site
    path("", site.Home.as_view(), name="home"),
    path("about/", site.About.as_view(), name="about"),
    path("about/objectives/", site.AboutObjectives.as_view(), name="about_objectives"),
    path("about/principles/", site.AboutPrinciples.as_view(), name="about_principles"),
    path("about/isd/", site.AboutHost.as_view(), name="about_host"),
    path("about/credits/", site.Credits.as_view(), name="credits"),
    path("about/contact/", contact.Contact.as_view(), name="contact"),
    path("about/contact/sent/", contact.ContactSent.as_view(), name="contact_sent"),
    path("about/partners/", network.Partners.as_view(), name="partners"),
    path("about/regions/", network.Regions.as_view(), name="regions"),
    path("about/growth/", network.Growth.as_view(), name="growth"),
    path("about/growth/growth.csv", network.GrowthCsv.as_view(), name="growth_csv"),
    path("about/news/", news.NewsList.as_view(), name="news_list"),
    path("about/news/feed.atom", news.NewsFeed.as_view(), name="news_feed"),
    path("about/news/<str:slug>/", news.NewsDetail.as_view(), name="news_detail"),
    path("about/news/<str:slug>/item.jsonld", news.NewsJsonld.as_view(), name="news_jsonld"),
    path("about/<slug:slug>/", site.AboutPage.as_view(), name="about_page"),
    path("accessibility/", site.Accessibility.as_view(), name="accessibility"),
    path("privacy/", site.Privacy.as_view(), name="privacy"),
    path("security/", site.Security.as_view(), name="security"),
    path("sitemap/", site.SitemapPage.as_view(), name="site_map"),
    path("sitemap.xml", login_not_required(require_safe(sitemap)), {"sitemaps": SITEMAPS}, name="sitemap_xml"),
    path("robots.txt", site.Robots.as_view(), name="robots"),
    # The gazetteer
    path("cities/places/", places.PlaceList.as_view(), name="place_list"),
    # The directory
    path("cities/", directory.CityList.as_view(), name="city_list"),
    path("cities/cities.csv", directory.CityListCsv.as_view(), name="city_list_csv"),
    # Members
    path("me/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("cities/<str:slug>/edit/team/", teams.TeamList.as_view(), name="team_list"),
    path("cities/<str:slug>/edit/strategies/", strategies.StrategyList.as_view(), name="strategy_list"),
    path("cities/<str:slug>/edit/organisations/", named.OrganisationList.as_view(), name="city_organisations"),
    path("cities/<str:slug>/edit/<slug:section>/", profile.CityEdit.as_view(), name="city_edit"),
    path("cities/<str:slug>/people/", people.CityPeople.as_view(), name="city_people"),
    path("cities/<str:slug>/people/invite/", people.InvitationCreate.as_view(), name="invitation_create"),
    path("cities/<str:slug>/people/<slug:code>/recall/", people.InvitationRecall.as_view(), name="invitation_recall"),
    path("cities/<str:slug>/people/<slug:code>/renew/", people.InvitationRenew.as_view(), name="invitation_renew"),
    path("cities/<str:slug>/people/<int:pk>/end/", people.RoleEnd.as_view(), name="role_end"),
    path("cities/<str:slug>/people/handover/<slug:role>/", handovers.HandoverCreate.as_view(), name="handover_create"),
    path("cities/<str:slug>/confirm/", confirm.CityConfirm.as_view(), name="city_confirm"),
    path("cities/<str:slug>/elections/", elections.ElectionRecord.as_view(), name="election_record"),
    path("cities/<str:slug>/notice/", leaving.NoticeGive.as_view(), name="notice_give"),
    path("cities/<str:slug>/notice/take-back/", leaving.NoticeTakeBack.as_view(), name="notice_take_back"),
    path("cities/<str:slug>/history/", history.CityHistory.as_view(), name="city_history"),
    path("cities/<str:slug>/history/<slug:language>/<int:number>/", history.CityVersion.as_view(), name="city_version"),
    # A city's own page: team, strategies, organisations
    path("cities/<str:slug>/edit/team/new/", teams.TeamCreate.as_view(), name="team_create"),
    path("cities/<str:slug>/edit/team/<int:pk>/", teams.TeamEdit.as_view(), name="team_edit"),
    path("cities/<str:slug>/edit/team/<int:pk>/end/", teams.TeamEnd.as_view(), name="team_end"),
    path("cities/<str:slug>/edit/team/<int:pk>/narrow/", teams.TeamNarrow.as_view(), name="team_narrow"),
    *(
        path(f"cities/<str:slug>/edit/team/<int:pk>/{rows}/{rest}", view.as_view(), name=f"{noun}_{verb}")
        for noun, rows, create, edit, remove in (
            ("training", "trainings", teams.TrainingCreate, teams.TrainingEdit, teams.TrainingRemove),
            ("target", "targets", teams.TargetCreate, teams.TargetEdit, teams.TargetRemove),
        )
        for verb, rest, view in (
            ("create", "new/", create),
            ("edit", "<int:row>/", edit),
            ("remove", "<int:row>/remove/", remove),
        )
    ),
    path("cities/<str:slug>/edit/organisations/<int:pk>/end/", named.OrganisationEnd.as_view(), name="named_end"),
    path("cities/<str:slug>/strategies/new/", strategies.StrategyCreate.as_view(), name="strategy_create"),
    path("cities/<str:slug>/strategies/<str:strategy>/", strategies.StrategyDetail.as_view(), name="strategy_detail"),
    *(
        path(f"cities/<str:slug>/strategies/<str:strategy>/{rest}", view.as_view(), name=f"strategy_{verb}")
        for verb, rest, view in (
            ("describe", "describe/", strategies.StrategyDescribe),
            ("narrow", "narrow/", strategies.StrategyNarrow),
            ("next", "next/", strategies.StrategyNext),
            ("edit", "<int:number>/edit/", strategies.StrategyEdit),
            ("adopt", "<int:number>/adopt/", strategies.StrategyAdopt),
            ("withdraw", "<int:number>/withdraw/", strategies.StrategyWithdraw),
        )
    ),
    # The bodies
    path("cities/committee/", governance.Committee.as_view(), name="committee"),
    path("cities/committee/seats.csv", governance.SeatsCsv.as_view(), name="committee_csv"),
    path("cities/committee/balance.csv", governance.BalanceCsv.as_view(), name="committee_balance_csv"),
    path("cities/board/", governance.Board.as_view(), name="board"),
    path("cities/board/seats.csv", governance.SeatsCsv.as_view(body_key="advisory"), name="board_csv"),
    path("cities/board/balance.csv", governance.BalanceCsv.as_view(body_key="advisory"), name="board_balance_csv"),
    path("cities/decisions/", decisions.DecisionList.as_view(), name="decision_list"),
    path(DECISION, decisions.DecisionDetail.as_view(), name="decision_detail"),
    path(f"{DECISION}advice/", decisions.AdviceCreate.as_view(), name="advice_create"),
    path("cities/priorities/", decisions.PriorityList.as_view(), name="priority_list"),
    # Every other address under /cities/ with a name of its own stands above this line
    path("cities/<str:slug>/", directory.CityDetail.as_view(), name="city_detail"),
]

# Asking to join, and answering an invitation
urlpatterns += [
    path("join/", joining.JoinHome.as_view(), name="join"),
    path("join/start/", joining.JoinStart.as_view(), name="join_start"),
    path("join/started/", joining.JoinStarted.as_view(), name="join_started"),
    path("join/left/", joining.JoinLeft.as_view(), name="join_left"),
    path("join/<str:code>/", joining.JoinStatus.as_view(), name="join_status"),
    path("join/<str:code>/open/<str:token>/", joining.JoinOpen.as_view(), name="join_open"),
    path("join/<str:code>/city/", steps.JoinCity.as_view(), name="join_city"),
    path("join/<str:code>/city/member/", steps.JoinMember.as_view(), name="join_member"),
    path("join/<str:code>/city/<slug:kind>/", steps.JoinKind.as_view(), name="join_kind"),
    path("join/<str:code>/you/", steps.JoinYou.as_view(), name="join_you"),
    path("join/<str:code>/principles/", steps.JoinPrinciples.as_view(), name="join_principles"),
    path("join/<str:code>/evidence/", steps.JoinEvidence.as_view(), name="join_evidence"),
    path("join/<str:code>/evidence/code/", steps.JoinCode.as_view(), name="join_code"),
    path("join/<str:code>/evidence/remove/", steps.JoinEvidenceRemove.as_view(), name="join_evidence_remove"),
    path("join/<str:code>/check/", steps.JoinCheck.as_view(), name="join_check"),
    path("join/<str:code>/answer/", joining.JoinAnswer.as_view(), name="join_answer"),
    path("join/<str:code>/withdraw/", joining.JoinWithdraw.as_view(), name="join_withdraw"),
    path("join/<str:code>/second-look/", joining.JoinLookAgain.as_view(), name="join_look_again"),
    path("join/<str:code>/leave/", joining.JoinLeave.as_view(), name="join_leave"),
    path("invitations/<str:code>/", invitations.InvitationDetail.as_view(), name="invitation_detail"),
    path("invitations/<str:code>/open/<str:token>/", invitations.InvitationOpen.as_view(), name="invitation_open"),
    path("invitations/<str:code>/refuse/", invitations.InvitationRefuse.as_view(), name="invitation_refuse"),
]

# A role passes from one person to another
urlpatterns += [
    path("handovers/<str:code>/", handovers.HandoverDetail.as_view(), name="handover_detail"),
    path("handovers/<str:code>/cancel/", handovers.HandoverCancel.as_view(), name="handover_cancel"),
    path("handovers/<str:code>/renew/", handovers.HandoverRenew.as_view(), name="handover_renew"),
    path("handovers/<str:code>/open/<str:token>/", handovers.HandoverOpen.as_view(), name="handover_open"),
    path("handovers/<str:code>/accept/", handovers.HandoverAccept.as_view(), name="handover_accept"),
    path("handovers/<str:code>/refuse/", handovers.HandoverRefuse.as_view(), name="handover_refuse"),
    path(
        "handovers/<str:code>/notice/<str:token>/", handovers.HandoverNoticeOpen.as_view(), name="handover_notice_open"
    ),
    path("handovers/<str:code>/object/", handovers.HandoverObject.as_view(), name="handover_object"),
]
