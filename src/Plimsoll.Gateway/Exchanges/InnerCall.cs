using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// A request that the gateway makes itself. It goes through the same exchange as a client's, so that there is no second
/// way to a server that limits, metering or the log could miss.
/// </summary>
internal sealed class InnerCall(GatewayState gateway, Dialect dialect, OnBehalf behalf)
{
    /// <summary>What goes along beside the body, as a client would send it. Default: nothing.</summary>
    public IEnumerable<KeyValuePair<string, StringValues>> Headers { get; init; } = [];

    /// <summary>Asks and waits for the whole answer.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<InnerAnswer> Run(ReadOnlyMemory<byte> body, CancellationToken gone)
    {
        using var question = new ReadOnlyMemoryContent(body);
        using var written = new MemoryStream();
        var http = new DefaultHttpContext { RequestAborted = gone };
        http.Request.Method = HttpMethods.Post;
        http.Request.Path = dialect.Path;
        http.Request.Body = await question.ReadAsStreamAsync(gone);
        http.Request.ContentLength = body.Length;
        foreach (var (name, value) in Headers)
            http.Request.Headers[name] = value;
        http.Response.Body = written;
        http.Features.Set(behalf);
        var answer = new Answer(gateway, http, dialect);
        try
        {
            await new ChatExchange(gateway, http, dialect, answer).Run();
        }
        catch (Exception fault) when (!gone.IsCancellationRequested)
        {
            GatewayLog.Faulted(gateway.Log, answer.RequestId, fault);
            written.SetLength(0);
            await answer.Refuse(ErrorAnswer.OfFault);
        }
        finally
        {
            answer.Observed.End(http.Response.StatusCode, answer.LimitName);
        }

        gone.ThrowIfCancellationRequested();
        await http.Response.CompleteAsync();
        return new InnerAnswer(
            http.Response.StatusCode,
            http.Response.Headers,
            written.GetBuffer().AsMemory(0, (int)written.Length),
            answer.Refusal);
    }
}

/// <summary>What the gateway was answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Headers, as a client would get them.</param>
/// <param name="Body">The body.</param>
/// <param name="Refusal">Why the gateway itself refused; null: the answer is an upstream's.</param>
internal sealed record InnerAnswer(
    int Status, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body, ErrorAnswer? Refusal);
