namespace Plimsoll.Gateway.Tests.Sdk;

/// <summary>Lets a test see the headers of an answer that its SDK turns into an exception.</summary>
internal sealed class HeaderRecorder() : DelegatingHandler(new SocketsHttpHandler())
{
    public HttpResponseMessage? Last { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Last = await base.SendAsync(request, cancellationToken);
}
