using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Answers requests of one dialect from an emulated fleet.</summary>
internal sealed class EmulatedEndpoint(EmulatedFleet fleet, IEmulatedDialect dialect)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var aborted = context.RequestAborted;
        var number = fleet.NextId();
        var requestId = $"req_{number:x16}";
        context.Response.Headers[dialect.Family.RequestIdHeader] = requestId;

        try
        {
            var (request, error) = await EmulatedRequest.ReadAsync(context.Request, dialect, aborted);
            if (request is null)
                await FailAsync(context.Response, Failure.Malformed, error!, requestId);
            else if (fleet.Find(request.Model) is { } pool)
                await ServeAsync(context, pool, request, number);
            else
                await FailAsync(context.Response, Failure.UnknownModel, Unknown(request.Model), requestId);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, and leaving the generation's scope has freed its place; or the fleet has stopped,
            // and an answer that breaks off must not look whole.
            context.Abort();
        }
    }

    private async Task ServeAsync(HttpContext context, EmulatedPool pool, EmulatedRequest request, long number)
    {
        if (dialect.Work == EmulatedWork.Counting)
        {
            await WriteWholeAsync(context.Response, Answer(number, request, output: 0));
            return;
        }

        // The pass that reads a prompt ends with what would be its first token.
        var each = dialect.Work == EmulatedWork.Reading ? 1 : pool.OutputLength(request.OutputBound);
        var output = (int)Math.Min((long)each * request.Choices, int.MaxValue);
        switch (pool.Place(request.InputTokens, output))
        {
            case Placement.Placed placed:
                using (placed.Generation)
                {
                    var cut = each < pool.OutputLength(bound: null);
                    await DeliverAsync(context, placed.Generation, Answer(number, request, output, cut));
                }

                break;
            case Placement.TooLong:
                await FailAsync(context.Response, Failure.TooLong,
                    $"prompt is too long: {request.InputTokens} input and {output} output tokens, a replica of "
                    + $"'{pool.Name}' holds {pool.MostTokens}.", $"req_{number:x16}");
                break;
            case Placement.Full:
                context.Response.Headers.RetryAfter = pool.RetryAfter.ToString(CultureInfo.InvariantCulture);
                await FailAsync(context.Response, Failure.Full,
                    $"Overloaded: all replicas of '{pool.Name}' are full.", $"req_{number:x16}");
                break;
        }
    }

    private EmulatedAnswer Answer(long number, EmulatedRequest request, int output, bool cut = false) =>
        new(number, request, output, cut, fleet.Time.GetUtcNow());

    private async Task DeliverAsync(HttpContext context, Generation generation, EmulatedAnswer answer)
    {
        var aborted = context.RequestAborted;
        if (dialect is not IStreamedDialect streamed || !answer.Request.Stream)
        {
            await foreach (var _ in generation.Tokens.ReadAllAsync(aborted))
            {
                // The whole answer is known once its last token has been produced.
            }

            await WriteWholeAsync(context.Response, answer);
            return;
        }

        using var events = new EventStream(context.Response);
        streamed.Open(events, answer);
        await events.FlushAsync(aborted);
        while (await generation.Tokens.WaitToReadAsync(aborted))
        {
            while (generation.Tokens.TryRead(out var number))
                streamed.Token(events, answer, number);
            await events.FlushAsync(aborted);
        }

        streamed.Close(events, answer);
        await events.FlushAsync(aborted);
    }

    private Task WriteWholeAsync(HttpResponse response, EmulatedAnswer answer) =>
        WriteAsync(response, 200, json => dialect.WriteWhole(json, answer));

    private Task FailAsync(HttpResponse response, Failure failure, string message, string requestId) =>
        WriteAsync(response, dialect.Family.Status(failure),
            json => dialect.Family.WriteFailure(json, failure, message, requestId));

    private static async Task WriteAsync(HttpResponse response, int status, Action<Utf8JsonWriter> members)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }

    private string Unknown(string model) =>
        $"model: '{model}' is not served here; served are {string.Join(", ", fleet.Names)}.";
}
