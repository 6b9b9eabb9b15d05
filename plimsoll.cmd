@echo off
rem Runs the plimsoll command from source: builds it (a moment when nothing changed), then runs it.
setlocal
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1

rem A server lives long enough for the profile of its code to pay off; a plan is over before.
for %%v in (serve up emulate) do if "%~1"=="%%v" set DOTNET_TieredPGO=1

set "log=%TEMP%\plimsoll-build-%RANDOM%.log"

pushd "%~dp0"
dotnet --version >nul 2>&1
if errorlevel 1 (
  echo plimsoll: needs the .NET 10 SDK ^(10.0.100 or a later 10.0 one^), which is not here. 1>&2
  echo           Install it from https://dotnet.microsoft.com/download/dotnet/10.0, then run this again. 1>&2
  popd
  exit /b 1
)
dotnet build src\Plimsoll.Cli -c Release -v q --nologo >"%log%" 2>&1
if errorlevel 1 (
  type "%log%" 1>&2
  del "%log%"
  echo plimsoll: the build failed. 1>&2
  popd
  exit /b 1
)
del "%log%"
popd

dotnet "%~dp0artifacts\bin\Plimsoll.Cli\release\Plimsoll.Cli.dll" %*
exit /b %ERRORLEVEL%
