using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Conformance;

/// <summary>A request and its answer in the exact shape that a public API has: <c>Recorded/README.md</c>.</summary>
internal sealed class RecordedExchange
{
    private const string Nothing = "nothing";
    private const string Estimate = "estimate ";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Conformance", "Recorded");

    private readonly ILookup<string, string> head;

    private RecordedExchange(string name, ILookup<string, string> head, byte[] answer) =>
        (Name, this.head, Answer) = (name, head, answer);

    public static IEnumerable<RecordedExchange> All => Directory
        .EnumerateFiles(Folder, "*.http", SearchOption.AllDirectories)
        .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)
        .Select(Read);

    public string Name { get; }

    /// <summary>The answer's body, byte for byte.</summary>
    public byte[] Answer { get; }

    public string Route => One("route");

    public string Request => One("request");

    public int Status => int.Parse(One("status"), CultureInfo.InvariantCulture);

    public string Type => One("type");

    public bool IsStream => Type.StartsWith("text/event-stream", StringComparison.Ordinal);

    /// <summary>Whether its answer can be told in the other dialects.</summary>
    public bool IsTranslated => One("translated") == "yes";

    /// <summary>Whether its answer says what the other dialects have no words for.</summary>
    public bool FailsTranslated => One("translated") == "fails";

    /// <summary>Whether nothing is charged for it.</summary>
    public bool IsFree => One("charged") == Nothing;

    public Dialect Dialect
    {
        get
        {
            var http = new DefaultHttpContext();
            http.Request.Path = Route;
            return Dialect.Of(http.Request);
        }
    }

    public static TheoryData<string> Named(Func<RecordedExchange, bool> which) =>
        [.. All.Where(which).Select(exchange => exchange.Name)];

    public static RecordedExchange Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name + ".http"));
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var head = Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Select(line => line.Split(": ", 2))
            .ToLookup(pair => pair[0], pair => pair[1]);
        return new RecordedExchange(name, head, bytes[(end + 2)..]);
    }

    /// <summary>Answers as recorded, in pieces of so many bytes.</summary>
    public async Task Serve(HttpContext http, int pieceBytes)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = Type;
        foreach (var header in head["header"].Select(line => line.Split(": ", 2)))
            http.Response.Headers[header[0]] = header[1];
        for (var at = 0; at < Answer.Length; at += pieceBytes)
        {
            await http.Response.Body.WriteAsync(Answer.AsMemory(at, Math.Min(pieceBytes, Answer.Length - at)));
            await http.Response.Body.FlushAsync();
        }
    }

    /// <summary>Holds a charge against what the answer says was used.</summary>
    public void AssertCharged(TokenUsage charged)
    {
        var said = One("charged");
        if (said.StartsWith(Estimate, StringComparison.Ordinal))
        {
            Assert.Equal(Number(said[Estimate.Length..]), charged.Output);
            return;
        }

        var counts = said.Split(' ').Select(Number).ToArray();
        var expected = new TokenUsage(counts[0], counts[1], counts[3], counts[4]) { CacheWriteLong = counts[2] };
        Assert.Equal(expected, charged);
    }

    private static Tokens Number(string digits) => new(long.Parse(digits, CultureInfo.InvariantCulture));

    private string One(string name) => head[name].Single();
}
