package io.rsyncbackup.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;

/**
 * A channel as people write it: every value is text, read by {@link ChannelReader}.
 *
 * @param type Required: webhook (a JSON document is posted), mail (sent through the server that spring.mail.host names) or ping
 *     (a URL is called at the start and the end of each run, as Healthchecks expects).
 * @param url Of a webhook or ping, as in https://hooks.example.org/backup; the API shows only scheme and host.
 * @param secretFile File with the secret by which a webhook is signed (HMAC-SHA256): whsec_ and base64, or any text.
 * @param to To whom a mail is sent.
 * @param from From whom a mail is sent, as in backup@example.org.
 * @param events What the channel is told of: failed, partial, recovered, overdue, skipped-too-often. Default: all of them; of a ping
 *     failed and partial, which here mean that it calls /fail.
 * @param allPlans Whether it is told of every plan, also of those that do not name it. Default: false.
 * @param timeout How long one attempt may take. Default: 10s; of a mail 30s.
 * @param giveUpAfter How long a notification is tried again, with growing pauses, before it is given up; at most 7d.
 *     Default: 24h.
 * @param allowLinkLocal Whether link-local and cloud metadata addresses may be called. Default: false.
 */
@ConfigurationPropertiesSource
public record ChannelProperties(
        @Nullable String type,
        @Nullable String url,
        @Nullable String secretFile,
        @Nullable List<String> to,
        @Nullable String from,
        @Nullable List<String> events,
        @Nullable String allPlans,
        @Nullable String timeout,
        @Nullable String giveUpAfter,
        @Nullable String allowLinkLocal) {}
