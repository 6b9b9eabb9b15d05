using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>A key's batches of one form: found, listed, told and cancelled alike in every dialect.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="answer">The answer to the request.</param>
/// <param name="form">Their form.</param>
/// <param name="noun">What one is called.</param>
/// <param name="write">Writes one.</param>
internal sealed class OwnBatches(
    GatewayState gateway, Answer answer, BatchForm form, string noun, Action<Utf8JsonWriter, BatchDocument> write)
{
    /// <summary>Lists them, a page at a time.</summary>
    public Task List(Account account, PageTerms pages, IQueryCollection query, bool isOpenAi)
    {
        var all = gateway.Batches.Of(account.Key.Name, form);
        return pages.TryPage(all, batch => batch.Document.Id, query, out var page, out var refusal)
            ? answer.WriteJson(json => ListJson.Write(
                json, page, batch => batch.Document.Id, batch => write(json, batch.Document), isOpenAi))
            : answer.Refuse(refusal);
    }

    /// <summary>Does something with one, where the key has it.</summary>
    public Task With(Account account, string id, Func<Batch, Task> serve) =>
        gateway.Batches.Find(account.Key.Name, form, id) is { } batch
            ? serve(batch)
            : answer.Refuse(new ErrorAnswer(ErrorKind.UnknownName, $"This key has no {noun} '{id}'."));

    /// <summary>Tells how one stands.</summary>
    public Task Tell(Batch batch) => answer.WriteJson(json => write(json, batch.Document));

    /// <summary>Cancels one, and tells how it stands.</summary>
    public Task Cancel(Batch batch)
    {
        batch.Cancel(gateway.Clock.GetUtcNow());
        return Tell(batch);
    }
}
