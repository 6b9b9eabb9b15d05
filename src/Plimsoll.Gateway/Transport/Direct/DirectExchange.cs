using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>A request and its answer as the rest of the gateway sees them, one after the other.</summary>
internal sealed class DirectExchange :
    IHttpRequestFeature,
    IHttpResponseFeature,
    IHttpResponseBodyFeature,
    IHttpRequestLifetimeFeature,
    IHttpConnectionFeature,
    IDisposable
{
    private readonly ConnectionContext connection;
    private readonly RequestHead head;
    private readonly RequestBodyReader body;
    private readonly ResponseWriter answer;
    private readonly ResponseHeaders headers;
    private readonly DirectFeatures features;
    private readonly ClientConnection client = new();
    private readonly DefaultHttpContext context;
    private readonly List<(Func<object, Task> Act, object State)> atEnd = [];

    /// <summary>The exchanges of a connection.</summary>
    public DirectExchange(
        ConnectionContext connection,
        RequestHead head,
        RequestBodyReader body,
        ResponseWriter answer,
        ResponseHeaders headers)
    {
        (this.connection, this.head, this.body, this.answer, this.headers) = (connection, head, body, answer, headers);
        RequestHeaders = new RequestHeaders(head);
        RequestAborted = connection.ConnectionClosed;
        features = new DirectFeatures(this, client);
        context = new DefaultHttpContext(features);
    }

    /// <summary>Whether the connection ends with the answer.</summary>
    public bool SaysClose { get; set; }

    private IHeaderDictionary RequestHeaders { get; }

    string IHttpRequestFeature.Protocol
    {
        get => HttpProtocol.Http11;
        set => throw Fixed();
    }

    string IHttpRequestFeature.Scheme
    {
        get => "http";
        set => throw Fixed();
    }

    string IHttpRequestFeature.Method
    {
        get => HttpMethods.Post;
        set => throw Fixed();
    }

    string IHttpRequestFeature.PathBase
    {
        get => "";
        set => throw Fixed();
    }

    string IHttpRequestFeature.Path
    {
        get => head.Path;
        set => throw Fixed();
    }

    string IHttpRequestFeature.QueryString
    {
        get => head.Query;
        set => throw Fixed();
    }

    string IHttpRequestFeature.RawTarget
    {
        get => head.Path + head.Query;
        set => throw Fixed();
    }

    IHeaderDictionary IHttpRequestFeature.Headers
    {
        get => RequestHeaders;
        set => throw Fixed();
    }

    Stream IHttpRequestFeature.Body
    {
        get => body;
        set => throw Fixed();
    }

    int IHttpResponseFeature.StatusCode
    {
        get => answer.Status;
        set => answer.Status = value;
    }

    string? IHttpResponseFeature.ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => headers;
        set => throw Fixed();
    }

    Stream IHttpResponseFeature.Body
    {
        get => ((IHttpResponseBodyFeature)this).Stream;
        set => throw Fixed();
    }

    bool IHttpResponseFeature.HasStarted => answer.HasStarted;

    Stream IHttpResponseBodyFeature.Stream => answer.AsStream(leaveOpen: true);

    PipeWriter IHttpResponseBodyFeature.Writer => answer;

    /// <inheritdoc/>
    public CancellationToken RequestAborted { get; set; }

    string IHttpConnectionFeature.ConnectionId
    {
        get => connection.ConnectionId;
        set => throw Fixed();
    }

    IPAddress? IHttpConnectionFeature.RemoteIpAddress
    {
        get => (connection.RemoteEndPoint as IPEndPoint)?.Address;
        set => throw Fixed();
    }

    IPAddress? IHttpConnectionFeature.LocalIpAddress
    {
        get => (connection.LocalEndPoint as IPEndPoint)?.Address;
        set => throw Fixed();
    }

    int IHttpConnectionFeature.RemotePort
    {
        get => (connection.RemoteEndPoint as IPEndPoint)?.Port ?? 0;
        set => throw Fixed();
    }

    int IHttpConnectionFeature.LocalPort
    {
        get => (connection.LocalEndPoint as IPEndPoint)?.Port ?? 0;
        set => throw Fixed();
    }

    /// <summary>Tells the client that the connection ends with the answer.</summary>
    public void SayClose() => headers[HeaderNames.Connection] = "close";

    /// <summary>Begins the next.</summary>
    public HttpContext Begin()
    {
        context.Initialize(features);
        return context;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask End()
    {
        SaysClose |= headers.ContainsKey(HeaderNames.Connection);
        for (var i = atEnd.Count - 1; i >= 0; i--)
            await atEnd[i].Act(atEnd[i].State);
        atEnd.Clear();
        context.Uninitialize();
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    void IHttpResponseFeature.OnStarting(Func<object, Task> callback, object state) => throw Fixed();

    void IHttpResponseFeature.OnCompleted(Func<object, Task> callback, object state) => atEnd.Add((callback, state));

    void IHttpResponseBodyFeature.DisableBuffering()
    {
        // Nothing is held back once it is flushed.
    }

    async Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken) =>
        await answer.FlushAsync(cancellationToken);

    Task IHttpResponseBodyFeature.SendFileAsync(
        string path, long offset, long? count, CancellationToken cancellationToken) =>
        SendFileFallback.SendFileAsync(
            ((IHttpResponseBodyFeature)this).Stream, path, offset, count, cancellationToken);

    async Task IHttpResponseBodyFeature.CompleteAsync() => await answer.FlushAsync();

    /// <inheritdoc/>
    public void Abort() => connection.Abort(new ConnectionAbortedException("The request was cut."));

    private static NotSupportedException Fixed() => new("What came in plainly is served as it came.");
}
