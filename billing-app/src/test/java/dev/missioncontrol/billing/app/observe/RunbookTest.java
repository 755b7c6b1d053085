package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.RequestListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what to do. */
class RunbookTest {
    @Test
    void every_alert_has_a_section_and_every_section_an_alert() throws IOException {
        List<String> sections;
        try (var lines = Files.lines(Path.of("../docs/operations.md"))) {
            sections = lines.filter(line -> line.startsWith("### Billing"))
                    .map(line -> line.substring("### ".length()))
                    .toList();
        }
        assertThat(sections).containsExactlyElementsOf(OperationsFiles.alerts());
    }

    /** Statuses are asked for a thousand times as often: in a share of all answers they would hide that no webhook is stored. */
    @Test
    void webhooks_that_fail_are_held_against_webhooks_alone() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .map(Promql::of)
                .anySatisfy(query -> assertThat(query.selectors())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(asked -> assertThat(asked.labels()).containsEntry("route", "/api/billing/webhook"))
                        .anySatisfy(asked -> assertThat(asked.labels()).containsEntry("status", "5..")));
    }

    /** A balancer asks once a second, each node: in a share of all answers it would hide that everything else fails. */
    @Test
    void probes_scrapes_and_strangers_hide_no_errors_and_one_error_wakes_nobody() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .filteredOn(query -> query.contains("> 0.05") && query.contains("[10m]"))
                .singleElement()
                .satisfies(RunbookTest::leavesOutProbesScrapesAndStrangers)
                .asString()
                .containsPattern("and sum\\(increase\\(.*status=~\"5..\".*\\[10m]\\)\\) > 2.5");
    }

    /** With a checkout every ten minutes there are never three errors in ten, though each may fail. */
    @Test
    void errors_too_few_to_wake_somebody_are_told_of_by_their_share_of_hours() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .filteredOn(query -> query.contains("> 0.05") && query.contains("[6h]"))
                .singleElement()
                .satisfies(RunbookTest::leavesOutProbesScrapesAndStrangers)
                .asString()
                .containsPattern("and sum\\(increase\\(.*status=~\"5..\".*\\[6h]\\)\\) > 0.5");
    }

    private static void leavesOutProbesScrapesAndStrangers(String query) {
        assertThat(Promql.of(query).selectors())
                .hasSize(3)
                .allSatisfy(asked -> assertThat(asked.labels())
                        .containsEntry("route", "/health/.*|/metrics|" + RequestListener.UNMATCHED));
        assertThat(query.split("route!~", -1)).hasSize(4);
    }

    /** Service discovery that finds nothing leaves no series to be zero, nor any other figure. */
    @Test
    void a_job_without_a_single_target_is_down() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .contains("up{job=\"billing\"} == 0 or absent(up{job=\"billing\"})");
    }

    /** What is met once an hour at most, or once and never again, is told of by each sweep: the alert lasts as long as it does. */
    @Test
    void who_pays_twice_is_told_of_for_as_long_as_it_lasts() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .filteredOn(query -> query.contains("kind=\"duplicates\""))
                .singleElement()
                .asString()
                .contains("increase(billing_sweep_findings_total{kind=\"duplicate_live\"}[2h])");
    }

    /** A sweep that begins with a process is over before its second scrape, and maybe before its first. */
    @Test
    void a_wrong_key_is_seen_in_the_first_sweep_of_a_new_process() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .filteredOn(query -> query.contains("GET /v1/subscriptions/{id}"))
                .singleElement()
                .asString()
                .contains("and on (instance) process_uptime_seconds < 3600");
    }

    /** Young installations have fewer than a page is fired for, and an old one may lack a single one. */
    @Test
    void one_subscription_that_is_not_there_is_told_of_for_as_long_as_it_is_missing() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .contains("sum(increase(billing_sweep_findings_total{kind=\"missing_there\"}[2h])) > 0");
    }

    /** Nodes of the version before don't start on the new one's schema: an operator who only read the alert would stop the rest. */
    @Test
    void whoever_is_told_to_go_back_is_told_how() throws IOException {
        String runbook = Files.readString(Path.of("../docs/operations.md"));
        assertThat(runbook).contains("### Going back");
        List<String> sentences = Pattern.compile(
                        "[^.:]*\\b(?i:roll back|go back|back to the (version|one) before)\\b[^.]*\\.?")
                .matcher(runbook.substring(runbook.indexOf("### Billing"), runbook.indexOf("## A second lock")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(sentences)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(one -> assertThat(one).contains("(#going-back)"));
    }

    /** An interval that somebody has chosen is no fault. */
    @Test
    void a_sweep_is_late_by_the_interval_that_is_configured() {
        assertThat(OperationsFiles.queriesOfAlerts())
                .filteredOn(query -> query.contains("billing_sweep_age_seconds) >"))
                .singleElement()
                .asString()
                .contains("billing_sweep_interval_seconds");
    }
}
