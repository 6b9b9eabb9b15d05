using System.Diagnostics.CodeAnalysis;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Translation;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// The forms in which one request can go out: as it came, or translated, which is done once and only when it is needed.
/// </summary>
internal sealed class OutboundForms(Dialect client, ChatRequest request, ReadOnlyMemory<byte> body)
{
    private List<Form>? forms;
    private SpokenDialects unsaid;

    /// <summary>What the request needs of an upstream.</summary>
    public UpstreamAsk Ask(string modelClass) => new(modelClass, client, unsaid);

    /// <summary>
    /// Whether there is a form for some upstream, or none that serves the class; else what the client is to be told.
    /// </summary>
    public bool CanBeSent(UpstreamRouter router, string modelClass, [NotNullWhen(false)] out ErrorAnswer? refusal)
    {
        refusal = null;
        var ask = Ask(modelClass);
        if (router.IsSpoken(ask))
            return true;
        var dialects = router.DialectsFor(ask);
        if (dialects.Count == 0)
            return true;
        foreach (var dialect in dialects)
        {
            if (Translated(dialect) is var form && form.Refusal is null)
                return true;
            refusal ??= form.Refusal;
        }

        return refusal is null;
    }

    /// <summary>The form for an upstream that was chosen.</summary>
    public bool TryFor(UpstreamLease lease, UpstreamRouter router, [NotNullWhen(true)] out Outbound? outbound)
    {
        var upstream = lease.Upstream;
        var dialect = client.SpokenBy(upstream)!;
        if (dialect == client)
            outbound = new Outbound(lease, client, request, body, null);
        else if (Translated(dialect) is { Refusal: null } form)
            outbound = new Outbound(lease, dialect, form.Request!, form.Body, form.Translator);
        else
            outbound = null;
        if (outbound is not null && upstream.Reading == LoadReading.Headers)
            outbound = outbound with { Heard = Hearing(lease.Member, router) };
        return outbound is not null;
    }

    private static Action<LoadReport> Hearing(UpstreamMember member, UpstreamRouter router) =>
        report => router.Report(member, report, own: 0);

    private Form Translated(Dialect dialect)
    {
        if (forms?.Find(form => form.Dialect == dialect) is { } known)
            return known;
        if (!client.HasCounterpart)
            return Keep(new Form(dialect, null, null, default, NotServed()));
        var translator = Translator.Between(client, dialect)!;
        var read = translator.TryRequest(body, out var output, out var refusal)
            && ChatRequestReader.TryRead(output, dialect, out var asked, out refusal)
            ? asked
            : null;
        return Keep(new Form(dialect, translator, read, output, refusal));
    }

    private Form Keep(Form made)
    {
        (forms ??= []).Add(made);
        if (made.Refusal is not null)
            unsaid |= made.Dialect.Spoken;
        return made;
    }

    private ErrorAnswer NotServed() => new(
        ErrorKind.UnknownRoute,
        $"{client.Path} is served where an upstream speaks that API itself, and none behind this gateway does: " +
        "it means nothing in the other dialect.");

    private sealed record Form(
        Dialect Dialect, Translator? Translator, ChatRequest? Request, ReadOnlyMemory<byte> Body, ErrorAnswer? Refusal);
}
