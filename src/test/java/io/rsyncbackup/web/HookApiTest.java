package io.rsyncbackup.web;

import static io.rsyncbackup.web.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.backup.DaemonCall;
import io.rsyncbackup.backup.DaemonHooks;
import io.rsyncbackup.backup.HookRefusedException;
import io.rsyncbackup.run.Run;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookApiTest extends ServerTest {
    private static final String HOOK = "/api/v1/hooks/rsync-daemon";
    private static final String PRE = "phase=pre&RSYNC_MODULE_PATH=%2Fmnt%2Flatest&RSYNC_PID=4711";
    private static final String POST = "phase=post&RSYNC_MODULE_PATH=%2Fmnt%2Flatest&RSYNC_PID=4711";

    private static Http.Answer post(String form) {
        return http.post(HOOK, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void readsWhatADaemonTellsBeforeATransfer() {
        Http.Answer answer = post(PRE
                + "&RSYNC_HOST_ADDR=2001%3Adb8%3A%3A7&RSYNC_MODULE_NAME=laptop&RSYNC_REQUEST=laptop%2F&RSYNC_USER_NAME="
                + "&RSYNC_ARG0=rsyncd&RSYNC_ARG1=--server&RSYNC_ARG2=.&RSYNC_ARG3=%2Fa+b%0A%C3%BC&RSYNC_ARG5=lost");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("plan").asString()).isEqualTo("pushed");
        assertThat(answer.json().path("outcome").asString()).isEqualTo("noted");
        assertThat(answer.json().has("run")).isFalse();
        assertThat(server.hooks.calls)
                .containsExactly(new DaemonCall(
                        Path.of("/mnt/latest"), 4711, List.of("rsyncd", "--server", ".", "/a b\nü"), "2001:db8::7"));
    }

    @Test
    void answersWithTheRunThatFollows() {
        Run run = server.runs.get(startRun());
        server.hooks.answer = new DaemonHooks.Answer("pushed", DaemonHooks.Outcome.RUN, "pushed", run);
        Http.Answer answer = post(POST + "&RSYNC_EXIT_STATUS=24");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("run").path("id").asString()).isEqualTo(run.id());
        assertThat(server.hooks.exitStatus).isEqualTo(24);
        server.hooks.answer = new DaemonHooks.Answer("pushed", DaemonHooks.Outcome.RUN_FOLLOWS, "pushed", null);
        assertThat(post(POST + "&RSYNC_EXIT_STATUS=0").status()).isEqualTo(202);
        assertThat(post(POST + "&RSYNC_EXIT_STATUS=0").json().path("outcome").asString())
                .isEqualTo("run-follows");
        server.hooks.answer = new DaemonHooks.Answer("pushed", DaemonHooks.Outcome.NOTHING, "it failed", null);
        Http.Answer nothing = post(POST + "&RSYNC_EXIT_STATUS=-1");
        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.json().path("reason").asString()).isEqualTo("it failed");
        assertThat(server.hooks.exitStatus).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "phase=pre",
                "phase=during&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1",
                "RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1",
                "phase=pre&RSYNC_MODULE_PATH=a&RSYNC_PID=1",
                "phase=pre&RSYNC_MODULE_PATH=%2Fa%00b&RSYNC_PID=1",
                "phase=pre&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=0",
                "phase=pre&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=one",
                "phase=pre&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1&RSYNC_PID=2",
                "phase=pre&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1&plan=laptop",
                "phase=post&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1",
                "phase=post&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1&RSYNC_EXIT_STATUS=256",
                "phase=post&RSYNC_MODULE_PATH=%2Fa&RSYNC_PID=1&RSYNC_EXIT_STATUS=",
                "%%%",
                "phase=%ff%fe&x",
                "a[b]=c&RSYNC_",
            })
    void refusesWhatNoDaemonWouldTell(String form) {
        assertRefused(post(form), 400);
        assertThat(server.hooks.calls).isEmpty();
    }

    @Test
    void keepsAnAddressOnlyIfItIsOne() {
        post(PRE + "&RSYNC_HOST_ADDR=%1b%5b2J");
        assertThat(server.hooks.calls.getFirst().from()).isNull();
    }

    @Test
    void tellsWhoSeesSomePlansOnlyNothingOfOthers() {
        String token = http.post("/api/v1/tokens", "{\"name\":\"hook\",\"role\":\"operator\",\"plans\":[\"laptop\"]}")
                .json()
                .path("token")
                .asString();
        Set<String> said = new HashSet<>();
        said.add(detail(token));
        for (HookRefusedException.Reason reason :
                List.of(HookRefusedException.Reason.UNKNOWN_MODULE, HookRefusedException.Reason.AMBIGUOUS_MODULE)) {
            server.hooks.failure = new HookRefusedException(reason, "plans pushed and other");
            said.add(detail(token));
            assertThat(post(PRE).json().path("detail").asString()).isEqualTo("plans pushed and other");
        }
        assertThat(said).hasSize(1);
        assertThat(server.hooks.calls).hasSize(2);
    }

    private static String detail(String token) {
        Http.Answer answer = http.as(token).post(HOOK, PRE, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(answer.problem()).isEqualTo("plan-not-found");
        return answer.json().path("detail").asString();
    }

    @Test
    void takesFormsOnlyAndSaysSo() {
        Http.Answer answer = http.post(HOOK, "{}");
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        assertThat(answer.json().path("detail").asString())
                .contains("-H 'Content-Type: application/x-www-form-urlencoded'");
    }

    @Test
    void needsThePermissionToRun() {
        assertThat(http.as(FakeServer.METRICS)
                        .post(HOOK, PRE, "Content-Type", "application/x-www-form-urlencoded")
                        .problem())
                .isEqualTo("forbidden");
    }
}
