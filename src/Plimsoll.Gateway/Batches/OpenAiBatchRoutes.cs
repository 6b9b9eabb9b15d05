using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>OpenAI's Batches: a key sees its own.</summary>
internal sealed class OpenAiBatchRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary>Where all its routes begin.</summary>
    public const string Root = "/v1/batches";

    private const string Window = "24h";
    private const int MostNotes = 16;

    private static readonly PageTerms pages = new("after", null, 20, 100);

    private static BatchForm Form => BatchForm.OpenAi;

    private OwnBatches Own => field ??= new(gateway, answer, Form, "batch", Write);

    /// <summary>Serves a request to any of them.</summary>
    public Task Serve()
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        return (http.Request.Method, RoutePath.Below(Root, http.Request)) switch
        {
            ("POST", [""]) => Create(account),
            ("GET", [""]) => Own.List(account, pages, http.Request.Query, isOpenAi: true),
            ("GET", [var id]) => Own.With(account, id, Own.Tell),
            ("POST", [var id, "cancel"]) => Own.With(account, id, Own.Cancel),
            _ => answer.Refuse(Routes.Unknown(http.Request)),
        };
    }

    private async Task Create(Account account)
    {
        var (fields, unread) = await RequestFields.Read(http, gateway);
        if (fields is null)
        {
            await answer.Refuse(unread!);
            return;
        }

        var input = fields.Text("input_file_id", isRequired: true);
        var route = fields.Text("endpoint", isRequired: true);
        if (route is not null && Form.DialectOf(route) is null)
            fields.Wrong("endpoint", $"one of {string.Join(", ", OpenAiBatchForm.Routes)}");
        if (fields.Text("completion_window", isRequired: true) is not null and not Window)
            fields.Wrong("completion_window", Window);
        var notes = Notes(fields);

        // Files of answers are kept as long as the gateway's operator says.
        fields.Value("output_expires_after");
        var file = input is null ? null : gateway.Batches.Files.Find(account.Key.Name, input);
        if (input is not null && file is null)
            fields.Wrong("input_file_id", "a file that this key has uploaded");
        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        using var stage = gateway.Batches.Stage(Form, route!);
        if (await ReadLines(stage, gateway.Batches.Files.ContentOf(file!.Id)) is { } refused)
        {
            await answer.Refuse(refused);
            return;
        }

        var document = gateway.Batches.Describe(stage, account, Form, route!, http.Request) with
        {
            InputFile = file.Id,
            Metadata = notes,
        };
        if (gateway.Batches.Take(stage, document, account) is { } refusal)
            await answer.Refuse(refusal);
        else
            await answer.WriteJson(json => Write(json, document));
    }

    private static Dictionary<string, string>? Notes(RequestFields fields)
    {
        if (fields.Value("metadata") is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().All(note => note.Value.ValueKind == JsonValueKind.String)
            && value.EnumerateObject().Count() <= MostNotes)
        {
            return value.EnumerateObject().ToDictionary(note => note.Name, note => note.Value.GetString()!);
        }

        fields.Wrong("metadata", $"an object of at most {MostNotes} texts");
        return null;
    }

    /// <summary>Takes every line of a file that is not empty; what is returned is why it is refused.</summary>
    private async Task<ErrorAnswer?> ReadLines(BatchStage stage, string path)
    {
        var most = gateway.Options.MaxBodyBytes;
        var reader = PipeReader.Create(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    Add(stage, rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (rest.Length > most)
                {
                    return new ErrorAnswer(
                        ErrorKind.BodyTooLarge, $"{Form.PlaceOf(stage.Count)}: is larger than {most} bytes.");
                }

                if (read.IsCompleted)
                {
                    Add(stage, rest);
                    break;
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }

        if (stage.Count == 0)
            stage.Blame("The input file has no requests.");
        return stage.Faults is { } faults ? new ErrorAnswer(ErrorKind.Malformed, faults, "input_file_id") : null;
    }

    private static void Add(BatchStage stage, ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray().AsSpan().Trim(" \t\r"u8);
        if (!bytes.IsEmpty)
            stage.Add(bytes);
    }

    private static void Write(Utf8JsonWriter json, BatchDocument batch)
    {
        var status = StatusOf(batch);
        json.WriteStartObject();
        json.WriteString("id", batch.Id);
        json.WriteString("object", "batch");
        json.WriteString("endpoint", batch.Route);
        json.WriteNull("errors");
        json.WriteString("input_file_id", batch.InputFile);
        json.WriteString("completion_window", Window);
        json.WriteString("status", status);
        json.WriteString("output_file_id", batch.OutputFile);
        json.WriteString("error_file_id", batch.ErrorFile);
        ListJson.Seconds(json, "created_at", batch.Created);
        ListJson.Seconds(json, "in_progress_at", batch.Created);
        ListJson.Seconds(json, "expires_at", batch.Expires);
        ListJson.Seconds(json, "finalizing_at", batch.Ended);
        ListJson.Seconds(json, "completed_at", status == "completed" ? batch.Ended : null);
        json.WriteNull("failed_at");
        ListJson.Seconds(json, "expired_at", status == "expired" ? batch.Ended : null);
        ListJson.Seconds(json, "cancelling_at", batch.Canceled);
        ListJson.Seconds(json, "cancelled_at", status == "cancelled" ? batch.Ended : null);
        json.WriteStartObject("request_counts");
        json.WriteNumber("total", batch.Requests);
        json.WriteNumber("completed", batch.Counts.Succeeded);
        json.WriteNumber("failed", batch.Counts.Total - batch.Counts.Succeeded);
        json.WriteEndObject();
        if (batch.Metadata is null)
            json.WriteNull("metadata");
        else
            WriteNotes(json, batch.Metadata);
        json.WriteEndObject();
    }

    private static string StatusOf(BatchDocument batch) => batch switch
    {
        { Ended: null, Canceled: null } => "in_progress",
        { Ended: null } => "cancelling",
        { Canceled: not null } => "cancelled",
        { Counts.Expired: > 0 } => "expired",
        _ => "completed",
    };

    private static void WriteNotes(Utf8JsonWriter json, IReadOnlyDictionary<string, string> notes)
    {
        json.WriteStartObject("metadata");
        foreach (var (name, value) in notes)
            json.WriteString(name, value);
        json.WriteEndObject();
    }
}
