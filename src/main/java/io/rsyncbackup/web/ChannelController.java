package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.notify.Channels;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The channels of the configuration, and whether they work. */
@Tag(name = OpenApiConfiguration.CHANNELS)
@RestController
@RequestMapping(path = "/api/v1/channels", produces = MediaType.APPLICATION_JSON_VALUE)
class ChannelController {
    private final Channels channels;

    ChannelController(Channels channels) {
        this.channels = channels;
    }

    @GetMapping
    @Operation(
            summary = "List the channels",
            description = "Who is told what becomes of runs. Of a URL, which may be a secret, only scheme and host.")
    @Requires(Permission.READ)
    ChannelListResource listChannels(
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false)
                    @Pattern(regexp = Parameters.CURSOR, message = Parameters.CURSOR_EXPECTED)
                    @Nullable
                    String cursor) {
        Page<Channels.Status> page =
                Page.of(channels.all(), status -> status.channel().name(), Comparator.naturalOrder(), limit, cursor);
        return new ChannelListResource(
                page.items().stream().map(ChannelResource::of).toList(), page.next());
    }

    @PostMapping("/{channel}/test")
    @Operation(
            summary = "Tell a channel that somebody tests it",
            description =
                    "Once and at once; answers with what the receiver said. A ping calls its URL with `/log`, which"
                            + " Healthchecks takes neither for a success nor for a failure.")
    @Fails(Problem.CHANNEL_NOT_FOUND)
    @Requires(Permission.PLAN)
    ChannelTestResource testChannel(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.CHANNEL_EXPECTED) String channel) {
        return ChannelTestResource.of(channels.test(channel));
    }
}
