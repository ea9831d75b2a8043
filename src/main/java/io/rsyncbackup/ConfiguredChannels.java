package io.rsyncbackup;

import io.rsyncbackup.notify.Channel;
import io.rsyncbackup.notify.ChannelProperties;
import io.rsyncbackup.notify.ChannelReader;
import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.PlanChannels;
import io.rsyncbackup.plan.PlanProperties;
import io.rsyncbackup.plan.PlanReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.env.Environment;

/** Reads the channels of the configuration, and whether plans name only those. */
final class ConfiguredChannels {
    private static final String MAIL_HOST = "spring.mail.host";

    private ConfiguredChannels() {}

    static SortedMap<String, Channel> read(Fields fields, BackupProperties properties, Environment environment) {
        SortedMap<String, Channel> channels = new TreeMap<>();
        Map<String, ChannelProperties> written = Objects.requireNonNullElse(properties.channels(), Map.of());
        written.forEach((name, channel) -> {
            if (!PlanReader.isName(name)) {
                fields.add(
                        "channels." + name,
                        null,
                        "is no name for a channel; use at most 63 lower-case letters, digits and hyphens, no hyphen first");
                return;
            }
            Channel read = ChannelReader.read(fields, "channels." + name + ".", name, channel);
            if (read != null) {
                channels.put(name, read);
            }
            boolean mail = read != null && read.type().equals("mail");
            if (mail && environment.getProperty(MAIL_HOST, "").isBlank()) {
                fields.add(
                        "channels." + name + ".type",
                        "mail",
                        "needs a mail server; set " + MAIL_HOST
                                + " (and, if it wants that, spring.mail.port, username, password)");
            }
        });
        Objects.requireNonNullElse(properties.plans(), Map.<String, PlanProperties>of())
                .forEach((name, plan) -> PlanChannels.declared(
                        fields,
                        "plans." + name + ".",
                        Objects.requireNonNullElse(plan.channels(), List.of()),
                        written.keySet()));
        return channels;
    }
}
