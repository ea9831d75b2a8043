package io.rsyncbackup.web;

import io.rsyncbackup.notify.ChannelNotFoundException;
import io.rsyncbackup.notify.Channels;
import io.rsyncbackup.notify.SampleChannels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Two channels, one of which waits. */
final class FakeChannels implements Channels {
    volatile Test answer;

    void reset() {
        answer = new Test("0b0c3f8e", true, "HTTP 200: ok", Duration.ofMillis(112));
    }

    @Override
    public List<Status> all() {
        return List.of(
                new Status(
                        SampleChannels.webhook("ops-hook", "https://hooks.example.org/services/T0/B0?key=secret"),
                        1,
                        Instant.parse("2026-11-22T18:05:12.031Z"),
                        Instant.parse("2026-11-22T19:05:12.540Z"),
                        "HTTP 502: Bad Gateway"),
                new Status(SampleChannels.mail("ops-mail", "ops@example.org"), 0, null, null, null));
    }

    @Override
    public long pending(String channel) {
        return 0;
    }

    @Override
    public Test test(String channel) {
        return all().stream()
                .filter(status -> status.channel().name().equals(channel))
                .findAny()
                .map(status -> answer)
                .orElseThrow(() -> new ChannelNotFoundException(channel));
    }
}
