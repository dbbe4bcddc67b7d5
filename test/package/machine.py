# SPDX-License-Identifier: MIT
"""A fresh Debian, booted by its own systemd in a container: systemd-nspawn with the kernel and the network of the host."""
import os
import pathlib
import shutil
import signal
import subprocess
import time

DEADLINE = 30.0


def eventually(holds, deadline=DEADLINE):
    end = time.monotonic() + deadline
    while not (found := holds()):
        if time.monotonic() > end:
            return found
        time.sleep(0.02)
    return found


def codename():
    lines = pathlib.Path("/etc/os-release").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["VERSION_CODENAME"]


def mirror():
    """Where this machine's own apt gets Debian from."""
    said = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages",
                           "Origin: Debian", f"Codename: {codename()}"], capture_output=True, text=True, check=True)
    return said.stdout.split()[0]


class Machine:
    """Nothing but `folder` is written to on the host; `packages` is seen inside as /packages."""

    def __init__(self, folder, packages):
        self.root = folder / "root"
        self.cache = folder / "cache"
        self.log = folder / "machine.log"
        self.packages = packages
        self.making = self.container = self.init = None

    def make(self):
        """Starts debootstrap; boot() waits for its end."""
        self.remove()
        self.cache.mkdir(parents=True, exist_ok=True)
        self.making = subprocess.Popen(
            ["debootstrap", "--variant=minbase", "--include=systemd", f"--cache-dir={self.cache}", codename(),
             str(self.root), mirror()], stdin=subprocess.DEVNULL, stdout=open(self.log, "wb"), stderr=subprocess.STDOUT,
            start_new_session=True)

    def boot(self):
        if self.making.wait(600) != 0:
            raise RuntimeError(f"debootstrap failed:\n{self.log.read_text()[-2000:]}")
        # Not registered anywhere, no unit: the host need not be run by systemd.
        self.container = subprocess.Popen(
            ["systemd-nspawn", "--quiet", f"--directory={self.root}", "--boot", "--register=no", "--keep-unit",
             "--console=pipe", f"--bind-ro={self.packages}:/packages"],
            stdin=subprocess.DEVNULL, stdout=open(self.log, "ab"), stderr=subprocess.STDOUT, start_new_session=True)
        self.init = eventually(self._find_init)
        if not self.init or not eventually(self._is_up):
            raise RuntimeError(f"systemd-nspawn boots no systemd here:\n{self.log.read_text()[-2000:]}")

    def _find_init(self):
        if self.container.poll() is not None:
            return None
        children = pathlib.Path(f"/proc/{self.container.pid}/task/{self.container.pid}/children").read_text().split()
        for pid in children:
            try:
                if os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "systemd":
                    return int(pid)
            except OSError:  # it has ended, or is not yet there
                pass
        return None

    def _is_up(self):
        return self.run("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def run(self, *command, check=True, timeout=300):
        """Runs a command inside as root."""
        passed_on = [f"{name}={os.environ[name]}" for name in ("http_proxy", "https_proxy", "no_proxy") if name in os.environ]
        done = subprocess.run(
            ["nsenter", f"--target={self.init}", "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "env", "-i",
             "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *passed_on, *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}")
        return done

    def says(self, *command):
        return self.run(*command, check=False).stdout.strip()

    def path(self, inside):
        """A path of the machine as the host sees it, /run and sockets too."""
        return pathlib.Path(f"/proc/{self.init}/root{inside}")

    def reboot(self):
        self.container.terminate()  # a clean end
        self.container.wait(60)
        self.boot()

    def stop(self):
        for process in (self.making, self.container):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()

    def remove(self):
        """Unmounts what an interrupted debootstrap leaves, or the host's own files would be removed."""
        for line in reversed(pathlib.Path("/proc/self/mounts").read_text().splitlines()):
            if line.split()[1].startswith(f"{self.root}/"):
                subprocess.run(["umount", line.split()[1]], check=True)
        if self.root.exists():
            shutil.rmtree(self.root)
