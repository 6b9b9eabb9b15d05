using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Tests.Conformance;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>What is broken: every recorded exchange.</summary>
internal static class Corpus
{
    public static RecordedExchange[] Exchanges { get; } = [.. RecordedExchange.All];

    public static RecordedExchange[] Streams { get; } = [.. Exchanges.Where(exchange => exchange.IsStream)];

    public static RecordedExchange[] Wholes { get; } = [.. Exchanges.Where(exchange => !exchange.IsStream)];

    public static byte[][] Requests { get; } =
    [
        .. Exchanges.Select(exchange => Encoding.UTF8.GetBytes(exchange.Request)).DistinctBy(Convert.ToBase64String),
        Encoding.UTF8.GetBytes(BatchOf.Requests("a", "b")),
    ];

    /// <summary>Runs a case for each seed, and says which seed broke it.</summary>
    public static void ForEachSeed(int first, int count, Action<Mutator> run)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            try
            {
                run(new Mutator(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    /// <summary>Reads a document however deep.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 2048 });
        return document.RootElement.Clone();
    }

    /// <summary>One of them.</summary>
    public static T Any<T>(this Mutator mutator, IReadOnlyList<T> all) => all[mutator.Below(all.Count)];
}
