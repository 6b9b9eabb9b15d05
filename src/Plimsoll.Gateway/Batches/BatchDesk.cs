using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Batches;

/// <summary>All batches of a gateway, and who works on them. Safe to share between threads.</summary>
internal sealed class BatchDesk : IAsyncDisposable
{
    // What a request of its own would have, and its consent to pay beyond the plan.
    private static readonly string[] KeptHeaders = ["anthropic-version", "anthropic-beta", LimitRequests.Consent];

    private readonly Lock gate = new();
    private readonly GatewayState gateway;
    private readonly BatchFolder folder;
    private readonly Dictionary<string, Batch> batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> runs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim slots;
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The desk with what its folder holds.</summary>
    public BatchDesk(GatewayState gateway, BatchFolder folder)
    {
        (this.gateway, this.folder) = (gateway, folder);
        slots = new SemaphoreSlim(Options.MaxInFlight);
        Files = new FileDesk(folder.Files);
        foreach (var document in folder.Found)
            batches[document.Id] = new Batch(folder, document);
    }

    /// <summary>Files of OpenAI's batches.</summary>
    public FileDesk Files { get; }

    private BatchOptions Options => gateway.Options.Batches;

    /// <summary>Goes on with what has not ended.</summary>
    public void Resume()
    {
        lock (gate)
        {
            foreach (var batch in batches.Values.Where(batch => batch.Document.Ended is null))
                Begin(batch);
        }
    }

    /// <summary>Stops working. What is in flight is cut off, costs nothing and is asked again later.</summary>
    public void Stop() => stopping.Cancel();

    /// <summary>The batches of a key, the newest first.</summary>
    public IReadOnlyList<Batch> Of(string key, BatchForm form)
    {
        lock (gate)
        {
            Sweep();
            return
            [
                .. batches.Values.Where(batch => batch.Form == form && batch.Document.Key == key)
                    .OrderByDescending(batch => batch.Document.Created)
                    .ThenBy(batch => batch.Document.Id, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>A batch of a key; null where it has none of this name.</summary>
    public Batch? Find(string key, BatchForm form, string id)
    {
        lock (gate)
        {
            Sweep();
            return batches.TryGetValue(id, out var batch) && batch.Form == form && batch.Document.Key == key
                ? batch
                : null;
        }
    }

    /// <summary>Where a batch can be uploaded to.</summary>
    public BatchStage Stage(BatchForm form, string route) => new(folder, form, route, Options.MaxRequests);

    /// <summary>What is known of a batch that was uploaded.</summary>
    public BatchDocument Describe(
        BatchStage stage, Account account, BatchForm form, string route, HttpRequest request)
    {
        var now = gateway.Clock.GetUtcNow();
        return new BatchDocument
        {
            Id = stage.Id,
            Key = account.Key.Name,
            Form = form.Name,
            Route = route,
            Requests = stage.Count,
            Created = now,
            Expires = now + Options.Life,
            Headers = KeptHeaders.Where(request.Headers.ContainsKey)
                .ToDictionary(name => name, name => request.Headers[name].ToString()),
        };
    }

    /// <summary>Takes a batch that was uploaded and begins to work on it, or says why not.</summary>
    public ErrorAnswer? Take(BatchStage stage, BatchDocument document, Account account)
    {
        lock (gate)
        {
            if (NoRoom(account, document.Requests) is { } refusal)
                return refusal;
            stage.Adopt(document);
            var batch = batches[document.Id] = new Batch(folder, document);
            GatewayLog.BatchBegun(gateway.Log, document.Id, document.Key, document.Requests, document.Expires);
            Begin(batch);
            return null;
        }
    }

    /// <summary>Deletes a batch that has ended.</summary>
    public async Task Delete(Batch batch)
    {
        var id = batch.Document.Id;
        Task? run;
        lock (gate)
        {
            run = runs.GetValueOrDefault(id);
            if (!batches.Remove(id))
                return;
        }

        await (run ?? Task.CompletedTask);
        folder.Delete(id);
        batch.Dispose();
    }

    /// <summary>Where the results of a batch are.</summary>
    public string ResultsOf(Batch batch) => folder.ResultsOf(batch.Document.Id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Task[] working;
        lock (gate)
            working = [.. runs.Values];
        await Task.WhenAll(working);
        foreach (var batch in batches.Values)
            batch.Dispose();
        slots.Dispose();
        stopping.Dispose();
        folder.Dispose();
    }

    private void Begin(Batch batch)
    {
        if (!stopping.IsCancellationRequested)
            runs[batch.Document.Id] = Task.Run(() => Work(batch));
    }

    private async Task Work(Batch batch)
    {
        try
        {
            using var work = BatchWork.Open(folder, batch.Document, batch.Form);
            await new BatchRun(gateway, batch, work, slots, stopping.Token).Run();
        }
        catch (Exception fault)
        {
            // One batch that cannot be read or written must not end the gateway.
            GatewayLog.BatchFailed(gateway.Log, batch.Document.Id, fault);
        }

        lock (gate)
            runs.Remove(batch.Document.Id);
    }

    /// <summary>Why no more requests may wait; null: they may.</summary>
    private ErrorAnswer? NoRoom(Account account, int requests)
    {
        var open = batches.Values.Where(batch => batch.Document.Ended is null).ToList();
        if (open.Count(batch => batch.Document.Key == account.Key.Name) >= Options.MaxOpen)
        {
            return new ErrorAnswer(
                ErrorKind.LimitReached,
                $"{Options.MaxOpen} batches of this key have not ended, which is as many as may be. Wait for one.");
        }

        foreach (var limit in gateway.Limits.States(account.Path, null, gateway.Now))
        {
            if (limit is not { Terms: ConcurrencyLimit { Lane: Lane.Batch, Class: null } terms }
                || account.At(limit.Level) is not { } scope)
            {
                continue;
            }

            var pending = open.Where(batch => IsIn(batch, scope)).Sum(batch => (long)batch.Pending);
            if (pending + requests > terms.Limit)
                return QueueFull(scope, terms, pending, requests);
        }

        return null;
    }

    private bool IsIn(Batch batch, AccountScope scope) =>
        gateway.Accounts.Named(batch.Document.Key)?.At(scope.Level)?.Path.Name == scope.Path.Name;

    private static ErrorAnswer QueueFull(AccountScope scope, ConcurrencyLimit terms, long pending, int requests) => new(
        ErrorKind.LimitReached,
        $"{scope.Path.Name} may have {terms.Limit} requests waiting in all its batches ({terms.Name}); " +
        $"{pending} wait, and this batch has {requests}. " +
        (requests > terms.Limit ? "Make smaller batches." : "Wait until some of them have been answered."));

    /// <summary>Deletes results whose time is over.</summary>
    private void Sweep()
    {
        var now = gateway.Clock.GetUtcNow();
        foreach (var batch in batches.Values)
        {
            if (batch.Document.HasResults && batch.Document.Created + Options.ResultsKept <= now)
                batch.Archive(now);
        }

        Files.Sweep(now - Options.ResultsKept);
    }
}
