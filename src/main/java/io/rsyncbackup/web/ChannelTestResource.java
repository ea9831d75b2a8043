package io.rsyncbackup.web;

import io.rsyncbackup.notify.Channels;
import io.swagger.v3.oas.annotations.media.Schema;

/** How a channel did when it was tested. */
@Schema(name = "ChannelTest", description = "How a channel did when it was tested")
record ChannelTestResource(
        @Schema(description = "Of the notification, as the receiver got it")
        String id,

        @Schema(description = "Whether the receiver took it")
        boolean ok,

        @Schema(description = "What the receiver said, or why there was no answer")
        String answer,

        double durationSeconds) {
    static ChannelTestResource of(Channels.Test test) {
        return new ChannelTestResource(
                test.id(), test.ok(), test.answer(), test.duration().toMillis() / 1000.0);
    }
}
