using System.Text.Json;

namespace Plimsoll.Gateway.Batches;

/// <summary>
/// Writes the results of a batch that has ended into files of its key: answers into one, everything else into another.
/// Their names follow from the batch's, so that a gateway that was killed meanwhile writes the same ones again.
/// </summary>
internal sealed class ResultFiles(FileDesk files, Batch batch)
{
    /// <summary>Writes them.</summary>
    /// <returns>Ids of both; null for one that would be empty.</returns>
    public (string? Output, string? Errors) Write(BatchWork work, DateTimeOffset now)
    {
        var answered = work.Counts.Succeeded;
        return (
            answered > 0 ? Write(work, now, "output", isAnswered: true) : null,
            work.Counts.Total > answered ? Write(work, now, "errors", isAnswered: false) : null);
    }

    private string Write(BatchWork work, DateTimeOffset now, string kind, bool isAnswered)
    {
        var id = $"file-{batch.Document.Id[batch.Form.IdPrefix.Length..]}-{kind}";
        long bytes;
        using (var content = files.Write(id))
        {
            foreach (var line in work.Results())
            {
                using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = BatchWork.MaxDepth });
                if (batch.Form.OutcomeOf(json.RootElement) is BatchOutcome.Succeeded != isAnswered)
                    continue;
                content.Write(System.Text.Encoding.UTF8.GetBytes(line));
                content.WriteByte((byte)'\n');
            }

            content.Flush(flushToDisk: true);
            bytes = content.Length;
        }

        var name = $"{batch.Document.Id}_{kind}.jsonl";
        files.Keep(new StoredFile(id, batch.Document.Key, name, StoredFile.Output, bytes, now));
        return id;
    }
}
