using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>Anthropic's Message Batches: a key sees its own.</summary>
internal sealed class BatchRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary>Where all its routes begin.</summary>
    public const string Root = "/v1/messages/batches";

    private const string List = "requests";
    private const int BlockBytes = 64 * 1024;

    private OwnBatches Own => field ??= new(gateway, answer, BatchForm.Anthropic, "message batch", Write);

    /// <summary>Serves a request to any of them.</summary>
    public Task Serve()
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        return (http.Request.Method, RoutePath.Below(Root, http.Request)) switch
        {
            ("POST", [""]) => Create(account),
            ("GET", [""]) => Own.List(account, PageTerms.Anthropic, http.Request.Query, isOpenAi: false),
            ("GET", [var id]) => Own.With(account, id, Own.Tell),
            ("DELETE", [var id]) => Own.With(account, id, Delete),
            ("GET", [var id, "results"]) => Own.With(account, id, Results),
            ("POST", [var id, "cancel"]) => Own.With(account, id, Own.Cancel),
            _ => answer.Refuse(Routes.Unknown(http.Request)),
        };
    }

    private async Task Create(Account account)
    {
        if (RequestBody.Unacceptable(http, gateway.Options.Batches.MaxBytes) is { } unacceptable)
        {
            await answer.Refuse(unacceptable);
            return;
        }

        using var stage = gateway.Batches.Stage(BatchForm.Anthropic, Dialect.Anthropic.Path);
        if (await Upload(stage) is { } unread)
        {
            await answer.Refuse(unread);
            return;
        }

        var document = gateway.Batches.Describe(
            stage, account, BatchForm.Anthropic, Dialect.Anthropic.Path, http.Request);
        if (gateway.Batches.Take(stage, document, account) is { } refusal)
            await answer.Refuse(refusal);
        else
            await answer.WriteJson(json => Write(json, document));
    }

    /// <summary>Reads the body into its file as it comes; what is returned is why it is refused.</summary>
    private async Task<ErrorAnswer?> Upload(BatchStage stage)
    {
        var options = gateway.Options;
        var cutter = new ItemCutter(List, options.MaxBodyBytes, stage.Add);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var length = 0L;
            while (true)
            {
                var (read, unread) = await Read(block);
                if (unread is not null)
                    return unread;
                if (read == 0)
                    break;
                length += read;
                if (length > options.Batches.MaxBytes)
                    return RequestBody.TooLarge(options.Batches.MaxBytes);
                if (!cutter.Append(block.AsSpan(0, read)))
                    return ItemTooLarge(stage.Count, options.MaxBodyBytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }

        CheckRest(cutter.Rest, stage);
        return stage.Faults is { } faults ? new ErrorAnswer(ErrorKind.Malformed, faults, List) : null;
    }

    /// <summary>Reads on; what cannot be read is the client's fault, and what cannot be kept is not.</summary>
    private async Task<(int Bytes, ErrorAnswer? Error)> Read(byte[] block)
    {
        try
        {
            return (await http.Request.Body.ReadAsync(block, http.RequestAborted), null);
        }
        catch (IOException e) when (!ClientConnection.HasLeft(http))
        {
            return (0, RequestBody.Unreadable(e));
        }
    }

    /// <summary>Checks what is left of the body when its requests are cut out.</summary>
    private static void CheckRest(ReadOnlyMemory<byte> rest, BatchStage stage)
    {
        try
        {
            var strict = new JsonDocumentOptions { AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(rest, strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                stage.Blame("The body is not a JSON object.");
            else if (!root.TryGetProperty(List, out var requests) || requests.ValueKind != JsonValueKind.Array)
                stage.Blame($"{List}: is missing or no list; expected the requests of the batch.");
            else if (requests.GetArrayLength() == 0)
                stage.Blame($"{List}: is empty: give at least one request.");
            else if (requests.EnumerateArray().Any(request => request.ValueKind != JsonValueKind.Object))
                stage.Blame($"{List}: has members that are no objects.");
        }
        catch (JsonException)
        {
            stage.Blame("The body is not valid JSON, or gives a member twice.");
        }
    }

    private async Task Delete(Batch batch)
    {
        if (batch.Document.Ended is null)
        {
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.Malformed, $"{batch.Document.Id} has not ended: cancel it, and delete it once it has."));
            return;
        }

        await gateway.Batches.Delete(batch);
        await answer.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", batch.Document.Id);
            json.WriteString("type", "message_batch_deleted");
            json.WriteEndObject();
        });
    }

    private async Task Results(Batch batch)
    {
        if (!batch.Document.HasResults)
        {
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.Malformed,
                batch.Document.Ended is null
                    ? $"{batch.Document.Id} has not ended: its results can be had when its processing_status is ended."
                    : $"The results of {batch.Document.Id} were deleted when their time was over."));
            return;
        }

        await answer.WriteFile(gateway.Batches.ResultsOf(batch), "application/x-jsonl");
    }

    private void Write(Utf8JsonWriter json, BatchDocument batch)
    {
        var status = batch switch
        {
            { Ended: not null } => "ended",
            { Canceled: not null } => "canceling",
            _ => "in_progress",
        };
        json.WriteStartObject();
        json.WriteString("id", batch.Id);
        json.WriteString("type", "message_batch");
        json.WriteString("processing_status", status);
        json.WriteStartObject("request_counts");
        json.WriteNumber("processing", batch.Ended is null ? batch.Requests : 0);
        json.WriteNumber("succeeded", batch.Counts.Succeeded);
        json.WriteNumber("errored", batch.Counts.Errored);
        json.WriteNumber("canceled", batch.Counts.Canceled);
        json.WriteNumber("expired", batch.Counts.Expired);
        json.WriteEndObject();
        ListJson.Time(json, "created_at", batch.Created);
        ListJson.Time(json, "expires_at", batch.Expires);
        ListJson.Time(json, "cancel_initiated_at", batch.Canceled);
        ListJson.Time(json, "ended_at", batch.Ended);
        ListJson.Time(json, "archived_at", batch.Archived);
        json.WriteString("results_url", batch.HasResults ? UrlOf(batch) : null);
        json.WriteEndObject();
    }

    private string UrlOf(BatchDocument batch) =>
        $"{http.Request.Scheme}://{http.Request.Host}{Root}/{batch.Id}/results";

    private static ErrorAnswer ItemTooLarge(int number, int most) => new(
        ErrorKind.BodyTooLarge, $"{List}.{number}: is larger than the {most} bytes that a request may have.");
}
