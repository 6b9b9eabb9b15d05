using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>
/// The least that a reverse proxy on Kestrel and <see cref="HttpClient"/> does: headers are copied, bodies streamed
/// both ways and flushed as they come. It asks for no key, limits nothing and meters nothing.
/// </summary>
internal static class BareProxy
{
    private const int BlockBytes = 64 * 1024;

    public static async Task<int> Run(string port, string upstream)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
        });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .UseUrls($"http://127.0.0.1:{port}")
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using var app = builder.Build();
        var root = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{upstream}"));
        app.Run(http => Forward(client, root, http));
        await app.RunAsync();
        return 0;
    }

    private static async Task Forward(HttpMessageInvoker client, Uri root, HttpContext http)
    {
        var target = new Uri(root, http.Request.Path + http.Request.QueryString);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), target)
        {
            Content = new StreamContent(http.Request.Body),
        };
        foreach (var (name, values) in http.Request.Headers)
        {
            if (name is not ("Host" or "Connection" or "Transfer-Encoding")
                && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var reply = await client.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.NonValidated.Concat(reply.Content.Headers.NonValidated))
        {
            if (name is not ("Transfer-Encoding" or "Connection"))
                http.Response.Headers[name] = values.ToString();
        }

        await Copy(reply, http);
    }

    private static async Task Copy(HttpResponseMessage reply, HttpContext http)
    {
        await using var body = await reply.Content.ReadAsStreamAsync(http.RequestAborted);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            int read;
            while ((read = await body.ReadAsync(block, http.RequestAborted)) > 0)
            {
                await http.Response.Body.WriteAsync(block.AsMemory(0, read), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
