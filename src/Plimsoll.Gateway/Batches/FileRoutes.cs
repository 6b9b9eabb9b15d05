using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Batches;

/// <summary>OpenAI's Files, for batches alone: a key sees its own.</summary>
internal sealed class FileRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary>Where all its routes begin.</summary>
    public const string Root = "/v1/files";

    private const int BlockBytes = 64 * 1024;
    private const int LongestValue = 1024;

    // RFC 2046, 5.1.1.
    private const int LongestBoundary = 70;

    private static readonly PageTerms pages = new("after", null, 10_000, 10_000);

    private FileDesk Files => gateway.Batches.Files;

    /// <summary>Serves a request to any of them.</summary>
    public Task Serve()
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        return (http.Request.Method, RoutePath.Below(Root, http.Request)) switch
        {
            ("POST", [""]) => Upload(account),
            ("GET", [""]) => ListAll(account),
            ("GET", [var id]) => With(account, id, file => answer.WriteJson(json => Write(json, file))),
            ("DELETE", [var id]) => With(account, id, Delete),
            ("GET", [var id, "content"]) => With(account, id, Content),
            _ => answer.Refuse(Routes.Unknown(http.Request)),
        };
    }

    private async Task Upload(Account account)
    {
        if (RequestBody.Unacceptable(http, gateway.Options.Batches.MaxBytes) is { } unacceptable)
        {
            await answer.Refuse(unacceptable);
            return;
        }

        var most = gateway.Options.Batches.MaxOpen;
        if (Files.Of(account.Key.Name).Count(file => file.Purpose == StoredFile.Input) >= most)
        {
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.LimitReached, $"This key has {most} input files, which is as many as it may: delete some."));
            return;
        }

        var id = FileDesk.NewId();
        var isKept = false;
        try
        {
            var (file, error) = await Read(account, id);
            if (file is null)
            {
                await answer.Refuse(error!);
                return;
            }

            Files.Keep(file);
            isKept = true;
            await answer.WriteJson(json => Write(json, file));
        }
        finally
        {
            // Also when the client has left in the middle.
            if (!isKept)
                Files.Delete(id);
        }
    }

    /// <summary>Reads a form with a purpose and a file, which goes to its place as it comes.</summary>
    private async Task<(StoredFile? File, ErrorAnswer? Error)> Read(Account account, string id)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
                is not { Length: > 0 and <= LongestBoundary } boundary)
        {
            return (null, Wrong(
                "The body is no form: expected multipart/form-data with purpose and file, and a boundary of at most "
                + $"{LongestBoundary} characters."));
        }

        string? purpose = null, name = null;
        var bytes = 0L;
        try
        {
            var form = new MultipartReader(boundary, http.Request.Body);
            while (await form.ReadNextSectionAsync(http.RequestAborted) is { } section)
            {
                var field = section.GetContentDispositionHeader();
                switch (HeaderUtilities.RemoveQuotes(field?.Name ?? default).ToString())
                {
                    case "purpose":
                        purpose = await Value(section.Body);
                        break;
                    case "file":
                        name = HeaderUtilities.RemoveQuotes(field!.FileName).ToString();
                        bytes = await Copy(section.Body, id);
                        break;
                }

                if (bytes > gateway.Options.Batches.MaxBytes)
                    return (null, RequestBody.TooLarge(gateway.Options.Batches.MaxBytes));
            }
        }
        catch (BadHttpRequestException e) when (!ClientConnection.HasLeft(http))
        {
            return (null, RequestBody.Unreadable(e));
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !ClientConnection.HasLeft(http))
        {
            return (null, Wrong($"The form could not be read: {e.Message}"));
        }

        if (purpose != StoredFile.Input)
            return (null, Wrong($"purpose: found '{purpose}'; expected {StoredFile.Input}: files are for batches."));
        return name is null
            ? (null, Wrong("file: is missing."))
            : (new StoredFile(id, account.Key.Name, name, purpose, bytes, gateway.Clock.GetUtcNow()), null);
    }

    private async Task<string> Value(Stream section)
    {
        var value = new char[LongestValue];
        using var reader = new StreamReader(section);
        return new string(value, 0, await reader.ReadBlockAsync(value, http.RequestAborted));
    }

    /// <summary>Copies up to a byte more than is accepted.</summary>
    private async Task<long> Copy(Stream section, string id)
    {
        var length = 0L;
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            await using var content = Files.Write(id);
            int read;
            while (length <= gateway.Options.Batches.MaxBytes
                && (read = await section.ReadAsync(block, http.RequestAborted)) > 0)
            {
                await Keep(content, block.AsMemory(0, read));
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }

        return length;
    }

    /// <summary>Writes on; what cannot be kept is no fault of the form's, and its place no client's business.</summary>
    private async Task Keep(FileStream content, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await content.WriteAsync(bytes, http.RequestAborted);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException("An uploaded file cannot be kept.", e);
        }
    }

    private Task ListAll(Account account)
    {
        var purpose = http.Request.Query["purpose"].ToString();
        var all = Files.Of(account.Key.Name).Where(file => purpose.Length == 0 || file.Purpose == purpose).ToList();
        return pages.TryPage(all, file => file.Id, http.Request.Query, out var page, out var refusal)
            ? answer.WriteJson(json => ListJson.Write(
                json, page, file => file.Id, file => Write(json, file), isOpenAi: true))
            : answer.Refuse(refusal);
    }

    private Task With(Account account, string id, Func<StoredFile, Task> serve) =>
        Files.Find(account.Key.Name, id) is { } file
            ? serve(file)
            : answer.Refuse(new ErrorAnswer(ErrorKind.UnknownName, $"This key has no file '{id}'."));

    private Task Delete(StoredFile file)
    {
        Files.Delete(file.Id);
        return answer.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", file.Id);
            json.WriteString("object", "file");
            json.WriteBoolean("deleted", true);
            json.WriteEndObject();
        });
    }

    private Task Content(StoredFile file) => answer.WriteFile(Files.ContentOf(file.Id), "application/octet-stream");

    private static void Write(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteStartObject();
        json.WriteString("id", file.Id);
        json.WriteString("object", "file");
        json.WriteNumber("bytes", file.Bytes);
        ListJson.Seconds(json, "created_at", file.Created);
        json.WriteString("filename", file.Name);
        json.WriteString("purpose", file.Purpose);
        json.WriteString("status", "processed");
        json.WriteEndObject();
    }

    private static ErrorAnswer Wrong(string message) => new(ErrorKind.Malformed, message);
}
