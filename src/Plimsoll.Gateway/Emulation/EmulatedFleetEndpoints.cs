using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Puts an emulated fleet on the network. It asks for no credentials.</summary>
public static class EmulatedFleetEndpoints
{
    // As the Messages API has it, and with it the gateway.
    private const long MaxBodyBytes = 32 * 1024 * 1024;

    /// <summary>Maps every route that a gateway forwards, and the list of models, to a fleet.</summary>
    public static IEndpointRouteBuilder MapEmulatedFleet(this IEndpointRouteBuilder routes, EmulatedFleet fleet)
    {
        Map(Dialect.Anthropic, new EmulatedAnthropic());
        Map(Dialect.AnthropicCounting, new EmulatedCounting());
        Map(Dialect.OpenAi, new EmulatedOpenAi());
        Map(Dialect.Responses, new EmulatedResponses());
        Map(Dialect.OpenAiCompletions, new EmulatedCompletions());
        Map(Dialect.OpenAiEmbeddings, new EmulatedEmbeddings());
        routes.MapGet("/v1/models", context => ListModelsAsync(context, fleet));
        return routes;

        void Map(Dialect asked, IEmulatedDialect answered) =>
            routes.MapPost(asked.Path, new EmulatedEndpoint(fleet, answered).AnswerAsync);
    }

    /// <summary>A server that speaks for a fleet and for nothing else, not started yet.</summary>
    /// <param name="fleet">The fleet; it stays the caller's to dispose.</param>
    /// <param name="urls">Where it listens; several are separated by semicolons, port 0 takes a free one.</param>
    /// <param name="logging">Where to log; default: nowhere.</param>
    public static WebApplication Serve(
        EmulatedFleet fleet, string urls, Action<ILoggingBuilder>? logging = null)
    {
        // The empty builder reads no settings file and no environment variable, which could move it elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        logging?.Invoke(builder.Logging);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls(urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        var app = builder.Build();
        app.MapEmulatedFleet(fleet);
        return app;
    }

    // One list that clients of both dialects can read.
    private static async Task ListModelsAsync(HttpContext context, EmulatedFleet fleet)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var name in fleet.Names)
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            json.WriteString("object", "model");
            json.WriteString("type", "model");
            json.WriteString("display_name", name);
            json.WriteString("owned_by", "plimsoll");
            json.WriteNumber("created", 0);
            json.WriteString("created_at", DateTimeOffset.UnixEpoch);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", false);
        json.WriteString("first_id", fleet.Names.FirstOrDefault());
        json.WriteString("last_id", fleet.Names.LastOrDefault());
        json.WriteEndObject();
    }
}
