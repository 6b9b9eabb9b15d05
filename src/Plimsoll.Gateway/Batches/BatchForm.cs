using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>How an API family writes the requests of a batch and what became of them.</summary>
internal abstract class BatchForm
{
    private static readonly BatchForm[] All = [new AnthropicBatchForm(), new OpenAiBatchForm()];

    /// <summary>Anthropic's Message Batches.</summary>
    public static BatchForm Anthropic => All[0];

    /// <summary>OpenAI's Batches.</summary>
    public static BatchForm OpenAi => All[1];

    /// <summary>The form that a batch was kept in.</summary>
    public static BatchForm Of(BatchDocument document) =>
        Named(document.Form) ?? throw new ArgumentException($"There is no form '{document.Form}'.", nameof(document));

    /// <summary>The form of a name; null: there is none.</summary>
    public static BatchForm? Named(string name) => Array.Find(All, form => form.Name == name);

    /// <summary>Its name in files.</summary>
    public abstract string Name { get; }

    /// <summary>How ids of its batches begin.</summary>
    public abstract string IdPrefix { get; }

    /// <summary>Member of a line that has the request itself.</summary>
    public abstract string BodyMember { get; }

    /// <summary>Whether answers go to files of their own once a batch has ended.</summary>
    public virtual bool HasFiles => false;

    /// <summary>What the request of a number is called in messages.</summary>
    public virtual string PlaceOf(int number) => $"requests.{number}";

    /// <summary>The dialect of a route that its requests may go to; null: they may not.</summary>
    public abstract Dialect? DialectOf(string route);

    /// <summary>Notes what is wrong with a line beside its JSON.</summary>
    public abstract void Check(BatchLine line, string route, ICollection<string> faults);

    /// <summary>Writes the line of a request that was answered.</summary>
    public abstract void WriteAnswer(Utf8JsonWriter json, string customId, InnerAnswer answer, string requestId);

    /// <summary>Writes the line of a request that was not.</summary>
    public abstract void WriteUnanswered(Utf8JsonWriter json, string customId, BatchOutcome outcome);

    /// <summary>What a line says became of its request.</summary>
    public abstract BatchOutcome OutcomeOf(JsonElement line);

    /// <summary>The error of an answer that cannot be read.</summary>
    protected static ErrorAnswer NoJson(int status) =>
        new(ErrorKind.UpstreamFailed, $"The server behind the gateway answered {status} without JSON.");

    /// <summary>
    /// JSON that came from elsewhere on one line, which only white space between its parts keeps it from; null: it is
    /// no JSON.
    /// </summary>
    protected static byte[]? OneLine(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException)
        {
            return null;
        }

        var line = body.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return line;
    }
}
