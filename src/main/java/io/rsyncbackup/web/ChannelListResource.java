package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the channels, by name. */
@Schema(name = "ChannelList", description = "A part of the channels, by name")
record ChannelListResource(
        List<ChannelResource> items,
        @Schema(description = Descriptions.NEXT) @Nullable String next) {}
